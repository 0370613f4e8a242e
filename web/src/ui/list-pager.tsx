import { Pager } from './pager.tsx'

/** The pages of a Relay list: `pages` are the cursors after which each page from the second on begins. */
export function ListPager({
  pages,
  size,
  shown,
  total,
  pageInfo: { hasNextPage, endCursor },
  onGo,
}: {
  pages: string[]
  size: number
  shown: number
  total: number
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
  onGo: (pages: string[]) => void
}) {
  return (
    <Pager
      before={pages.length * size}
      shown={shown}
      total={total}
      onEarlier={pages.length > 0 ? () => onGo(pages.slice(0, -1)) : undefined}
      onLater={hasNextPage && endCursor ? () => onGo([...pages, endCursor]) : undefined}
    />
  )
}
