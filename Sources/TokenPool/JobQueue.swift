internal import Glibc

/// A bounded queue between callers and the lanes' threads.
///
/// `@unchecked Sendable`: every access to `jobs` and `isClosed` happens under `mutex`. A pthread mutex, because the
/// threads wait on a condition, which the standard library's Mutex has none of.
final class JobQueue<Job: Sendable>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var jobs: [Job?] = []
  private var first = 0
  private var isClosed = false
  private let limit: Int

  /// - Parameter limit: how many jobs may wait.
  init(limit: Int) {
    self.limit = limit
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  var count: Int { locked { jobs.count - first } }

  /// Returns false where the queue is full or closed: the job was not taken.
  func push(_ job: Job) -> Bool {
    locked {
      guard !isClosed, jobs.count - first < limit else { return false }
      jobs.append(job)
      pthread_cond_signal(condition)
      return true
    }
  }

  /// Waits for a job. Returns nil where the queue is closed and empty.
  func pop() -> Job? {
    locked {
      while first == jobs.count {
        if isClosed { return nil }
        pthread_cond_wait(condition, mutex)
      }
      let job = jobs[first]
      jobs[first] = nil
      first += 1
      if first == jobs.count || first > 1024 {
        jobs.removeFirst(first)
        first = 0
      }
      return job
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
