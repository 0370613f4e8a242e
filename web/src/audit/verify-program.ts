/** The program of docs/verify-an-export.md, word for word: a test compares them. */
export default `import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

let [events, gaps, last] = [0, 0, { sequence: 0, hash: '0'.repeat(64) }]
const fail = (text) => {
  console.log(\`NOT as it was sealed: \${text}\`)
  process.exit(1)
}
for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
  const { sequence, hash, sealed } = JSON.parse(line)
  const [form, number, before] = JSON.parse(sealed)
  if (form !== 'casework-ledger-1' || number !== String(sequence)) fail(\`event \${sequence} has another number inside\`)
  if (createHash('sha256').update(sealed, 'utf8').digest('hex') !== hash) fail(\`event \${sequence} was changed\`)
  if (sequence <= last.sequence) fail(\`event \${sequence} is out of order\`)
  if (sequence !== last.sequence + 1) gaps += 1
  else if (before !== last.hash) fail(\`event \${sequence} is not linked to the one before\`)
  last = { sequence, hash }
  events += 1
}
console.log(\`\${events} events are as they were sealed, \${gaps === 0 ? 'without a gap' : \`with \${gaps} gaps\`}.\`)
console.log(\`The last is \${last.sequence} with hash \${last.hash}.\`)
`
