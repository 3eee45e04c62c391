/// For whom a token works. Neither may keep the other from it.
public enum WorkClass: Sendable, Hashable, CaseIterable {
  /// The CA pipeline: certificates, CRLs, OCSP responses, statements.
  case issuance
  /// Signatories and their keys.
  case signatories
}

/// Lines of work, each with a bound of its own, that are served in turn: however long one is, what stands first in the
/// other is served next but one.
struct FairQueue<Job> {
  private var lines: [(work: WorkClass, line: Line<Job>)]
  /// The place of the line that was served last.
  private var last: Int

  /// - Parameter limit: how many jobs of a class may wait.
  init(limit: (WorkClass) -> Int) {
    lines = WorkClass.allCases.map { ($0, Line(limit: limit($0))) }
    last = lines.count - 1
  }

  var isEmpty: Bool { lines.allSatisfy { $0.line.count == 0 } }

  func count(of work: WorkClass) -> Int { lines.first { $0.work == work }?.line.count ?? 0 }

  /// False where the line is full: the job was not taken.
  mutating func push(_ job: Job, for work: WorkClass) -> Bool {
    guard let place = lines.firstIndex(where: { $0.work == work }) else { return false }
    return lines[place].line.push(job)
  }

  /// The next job: of the line after the one served last, or of the next that has any.
  mutating func pop() -> Job? {
    for step in 1...lines.count {
      let place = (last + step) % lines.count
      guard let job = lines[place].line.pop() else { continue }
      last = place
      return job
    }
    return nil
  }
}

/// First in, first out.
private struct Line<Job> {
  private var jobs: [Job?] = []
  private var first = 0
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  var count: Int { jobs.count - first }

  mutating func push(_ job: Job) -> Bool {
    guard count < limit else { return false }
    jobs.append(job)
    return true
  }

  mutating func pop() -> Job? {
    guard first < jobs.count else { return nil }
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
