import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A process of the benchmark that is asked one thing at a time. */
export type Child<Question, Answer> = AsyncDisposable & {
  pid: number
  ask(question: Question): Promise<Answer>
}

export function startChild<Question extends object, Answer>(file: string): Child<Question, Answer> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), { serialization: 'advanced' })
  return {
    pid: child.pid!,
    async ask(question) {
      child.send(question)
      const answer = await answerOf<Answer>(child)
      if (answer.error !== undefined) throw new Error(`${file}: ${answer.error}`)
      return answer.value as Answer
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.kill()
      await exited
    },
  }
}

type Reply<Answer> = { value?: Answer; error?: string }

async function answerOf<Answer>(child: ChildProcess): Promise<Reply<Answer>> {
  const over = new AbortController()
  try {
    return await Promise.race([
      once(child, 'message', over).then(([reply]) => reply as Reply<Answer>),
      once(child, 'exit', over).then(([code, signal]) => ({ error: `it ended (${code ?? signal})` })),
    ])
  } finally {
    over.abort()
  }
}

/** In the child: answers what it is asked, until the asker is gone; then it cleans up and ends. */
export function answerQuestions<Question, Answer>(
  answer: (question: Question) => Promise<Answer> | Answer,
  cleanUp: () => Promise<void> = async () => {},
): void {
  process.on('message', (question: Question) => {
    void (async () => answer(question))().then(
      (value) => reply({ value }),
      (error: unknown) => reply({ error: error instanceof Error ? error.message : String(error) }),
    )
  })
  const reply = (answered: Reply<Answer>) => void (process.connected && process.send!(answered))
  process.on('SIGINT', () => {}) // Ctrl-C reaches the asker too, who decides
  const leave = () => void cleanUp().finally(() => process.exit())
  process.once('disconnect', leave)
  process.once('SIGTERM', leave)
}
