public import FuzzSupport
internal import Glibc

/// Written once, before the first input; libFuzzer calls from one thread.
nonisolated(unsafe) private var chosen: FuzzTarget?

/// Takes the target that `SEALGATE_FUZZ_TARGET` names: libFuzzer starts copies of the program with arguments of its
/// own, which the environment survives.
public func choose(from targets: [FuzzTarget]) -> CInt {
  let name = getenv("SEALGATE_FUZZ_TARGET").map { String(cString: $0) } ?? ""
  chosen = targets.first { $0.name == name }
  if chosen == nil {
    print("SEALGATE_FUZZ_TARGET must be one of \(targets.map(\.name).joined(separator: ", "))")
    exit(2)
  }
  return 0
}

/// Hands one input to the target, and aborts where a promise is broken: libFuzzer keeps the input then.
public func hand(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  guard let chosen else { return 0 }
  do { _ = try chosen.read(Array(UnsafeBufferPointer(start: data, count: size))) } catch {
    let line = Array("\(chosen.name): \(error)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
    abort()
  }
  return 0
}
