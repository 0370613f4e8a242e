/** Which row stands behind which type of the contract; paths from src/generated. */
export const mappers = {
  AuditEvent: './prisma/client.ts#Event as EventRow',
}
