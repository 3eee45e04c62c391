internal import Foundation

/// A dedicated thread that takes all jobs that wait at once: blocking work never runs on the cooperative pool,
/// and jobs that arrive during a commit share the next one.
///
/// `@unchecked Sendable`: `waiting`, `closing` and `ended` are touched only while `condition` is locked.
final class WorkerThread<Job: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private let limit: Int
  private var waiting: [Job] = []
  private var closing = false
  private var ended = false

  /// `process` runs on the thread only, with 1 to `limit` jobs in the order they came.
  init(name: String, limit: Int, process: @escaping @Sendable ([Job]) -> Void) {
    self.limit = limit
    // The thread keeps this object until `close`.
    let thread = Thread { self.run(process) }
    thread.name = name
    thread.start()
  }

  /// False where the thread is closing and the job was not taken.
  func submit(_ job: Job) -> Bool {
    condition.withLock {
      guard !closing else { return false }
      waiting.append(job)
      condition.broadcast()
      return true
    }
  }

  /// Takes no more jobs and returns when those that wait are done.
  func close() {
    condition.withLock {
      closing = true
      condition.broadcast()
      while !ended { condition.wait() }
    }
  }

  private func run(_ process: ([Job]) -> Void) {
    while let jobs = next() { process(jobs) }
    condition.withLock {
      ended = true
      condition.broadcast()
    }
  }

  private func next() -> [Job]? {
    condition.withLock {
      while waiting.isEmpty && !closing { condition.wait() }
      guard !waiting.isEmpty else { return nil }
      let jobs = Array(waiting.prefix(limit))
      waiting.removeFirst(jobs.count)
      return jobs
    }
  }
}
