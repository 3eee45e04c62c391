internal import Evidence
internal import Glibc

/// A time-stamping authority that answers by HTTP (RFC 3161, 3.4), asked through `curl`: no library is linked for it.
struct TimestampAuthority {
  private let url: String
  /// A process that takes longer, or an answer that is longer, is ended.
  private static let seconds = 30
  private static let longest = 1 << 16

  init(_ url: String) throws(CeremonyError) {
    let isAddress = url.hasPrefix("http://") || url.hasPrefix("https://")
    guard isAddress, url.utf8.count <= 2048, url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw CeremonyError(.usage, "\"\(url)\" is no http:// or https:// address of printable ASCII")
    }
    self.url = url
  }

  /// Posts a query and gives back what came, which is for the caller to verify.
  func answer(to query: [UInt8]) throws(CeremonyError) -> [UInt8] {
    let seconds = TimestampAuthority.seconds
    let child = try BoundedProcess(
      [
        // First, so that no file of the user's changes what is asked and how.
        "curl", "--disable", "--silent", "--show-error", "--fail", "--proto", "=http,https", "--max-time", "\(seconds)",
        "--max-filesize", "\(TimestampAuthority.longest)", "--header", "Content-Type: application/timestamp-query",
        "--header", "Accept: application/timestamp-reply", "--data-binary", "@-", "--url", url,
      ], input: query)
    let result = try child.finish(seconds: seconds + 5, longest: TimestampAuthority.longest)
    guard result.code == 0 else {
      let said = String(decoding: result.errors, as: UTF8.self).split(separator: "\n").first.map { ": \($0)" } ?? ""
      throw CeremonyError(
        .store, "\(url) gives no answer (curl ended with \(result.code))\(said)",
        hint: "nothing was changed; try again, or carry the query there: --query-out")
    }
    return result.output
  }
}

/// A program with bounded time and output; it never outlives its value.
struct BoundedProcess: ~Copyable {
  struct Result {
    /// The exit code; 128 and the signal's number where a signal ended it.
    let code: Int32
    let output: [UInt8]
    let errors: [UInt8]
  }

  private let id: pid_t
  private let program: String
  private var output: Pipe
  private var errors: Pipe
  private var isOver = false

  /// Starts a program that `PATH` finds. The corresponding C function is `posix_spawnp`.
  ///
  /// - Parameter input: short enough for a pipe's buffer.
  init(_ words: [String], input: [UInt8]) throws(CeremonyError) {
    precondition(input.count <= 4096, "the input of a program is written before it runs")
    let name = words.first ?? ""
    var ownInput = try Pipe()
    var ownOutput = try Pipe()
    var ownErrors = try Pipe()
    guard write(ownInput.writing, input, input.count) == input.count else {
      throw CeremonyError(.store, "cannot hand \(name) its input: \(SystemError.text())")
    }
    let started = try BoundedProcess.spawn(words, ownInput.reading, ownOutput.writing, ownErrors.writing)
    // Ends of the child's: what it closes must read as an end here.
    ownInput.close()
    ownOutput.closeWriting()
    ownErrors.closeWriting()
    (id, program) = (started, name)
    output = ownOutput
    errors = ownErrors
  }

  deinit {
    guard !isOver else { return }
    kill(id, SIGKILL)
    waitpid(id, nil, 0)
  }

  /// Reads both outputs to their end, and waits for the program's.
  consuming func finish(seconds: Int, longest: Int) throws(CeremonyError) -> Result {
    let end = BoundedProcess.now() + Int64(seconds) * 1000
    var (out, err): ([UInt8], [UInt8]) = ([], [])
    var open: Set<Int32> = [output.reading, errors.reading]
    while !open.isEmpty {
      var waiting = open.sorted().map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      let left = Swift.max(0, end - BoundedProcess.now())
      let ready = poll(&waiting, nfds_t(waiting.count), Int32(clamping: left))
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { throw CeremonyError(.store, "\(program) does not end within \(seconds) s, and is ended") }
      for one in waiting where one.revents != 0 {
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = read(one.fd, &chunk, chunk.count)
        guard count > 0 else {
          open.remove(one.fd)
          continue
        }
        if one.fd == output.reading { out += chunk.prefix(count) } else { err += chunk.prefix(count) }
        guard out.count <= longest, err.count <= longest else {
          throw CeremonyError(.store, "\(program) says more than \(longest) bytes, and is ended")
        }
      }
    }
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    isOver = true
    let signal = status & 0x7F
    return Result(code: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, output: out, errors: err)
  }

  private static func spawn(
    _ words: [String], _ input: Int32, _ output: Int32, _ errors: Int32
  ) throws(CeremonyError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (from, to) in [(input, STDIN_FILENO), (output, STDOUT_FILENO), (errors, STDERR_FILENO)] {
      posix_spawn_file_actions_adddup2(&actions, from, to)
    }
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for word in arguments { free(word) } }
    var id: pid_t = 0
    let problem = posix_spawnp(&id, words.first ?? "", &actions, nil, &arguments, environ)
    guard problem == 0 else {
      throw CeremonyError(
        .usage, "\(words.first ?? "") cannot be started: \(String(cString: strerror(problem)))",
        hint: "install it, or carry the query to the authority: --query-out")
    }
    return id
  }

  /// Milliseconds of the clock that only runs.
  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}

/// Both ends of a pipe, which no other child inherits.
private struct Pipe: ~Copyable {
  private(set) var reading: Int32
  private(set) var writing: Int32

  init() throws(CeremonyError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw CeremonyError(.store, "cannot make a pipe: \(SystemError.text())") }
    (reading, writing) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  deinit {
    for end in [reading, writing] where end >= 0 { Glibc.close(end) }
  }

  mutating func closeWriting() {
    if writing >= 0 { Glibc.close(writing) }
    writing = -1
  }

  mutating func close() {
    closeWriting()
    if reading >= 0 { Glibc.close(reading) }
    reading = -1
  }
}
