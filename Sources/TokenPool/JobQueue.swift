internal import Glibc

/// A bounded queue between callers and the lanes' threads, with a line for each class of work.
///
/// `@unchecked Sendable`: every access to `jobs` and `isClosed` happens under `mutex`. A pthread mutex, because the
/// threads wait on a condition, which the standard library's Mutex has none of.
final class JobQueue<Job: Sendable>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var jobs: FairQueue<Job>
  private var isClosed = false

  /// - Parameter limit: how many jobs of a class may wait.
  init(limit: (WorkClass) -> Int) {
    jobs = FairQueue(limit: limit)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func count(of work: WorkClass) -> Int { locked { jobs.count(of: work) } }

  /// Returns false where the line is full or the queue closed: the job was not taken.
  func push(_ job: Job, for work: WorkClass) -> Bool {
    locked {
      guard !isClosed, jobs.push(job, for: work) else { return false }
      pthread_cond_signal(condition)
      return true
    }
  }

  /// Waits for a job. Returns nil where the queue is closed and empty.
  func pop() -> Job? {
    locked {
      while true {
        if let job = jobs.pop() { return job }
        if isClosed { return nil }
        pthread_cond_wait(condition, mutex)
      }
    }
  }

  /// What waits is still worked off; nothing new is taken.
  func close() {
    locked {
      isClosed = true
      pthread_cond_broadcast(condition)
    }
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }
}
