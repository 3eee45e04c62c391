internal import Glibc

/// A PIN in memory that is kept out of swap and wiped at the end. It cannot be copied or printed.
public struct PIN: ~Copyable {
  private let buffer: UnsafeMutableRawBufferPointer

  /// Takes the bytes over and wipes the array given.
  public init(_ bytes: inout [UInt8]) {
    self.init(room: bytes.count)
    buffer.copyBytes(from: bytes)
    bytes.withUnsafeMutableBytes { PIN.wipe($0) }
    bytes = []
  }

  /// Copies from memory that its owner wipes.
  public init(copying bytes: UnsafeRawBufferPointer) {
    self.init(room: bytes.count)
    buffer.copyMemory(from: bytes)
  }

  /// Two parts that different people hold, one after the other.
  public init(_ first: borrowing PIN, followedBy second: borrowing PIN) {
    self.init(room: first.count + second.count)
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: first.buffer.prefix(first.count)))
    UnsafeMutableRawBufferPointer(rebasing: buffer[first.count...])
      .copyMemory(from: UnsafeRawBufferPointer(rebasing: second.buffer.prefix(second.count)))
  }

  private init(room count: Int) {
    buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1), alignment: 16)
    // Locking may be refused by RLIMIT_MEMLOCK; the PIN is wiped all the same.
    _ = mlock(buffer.baseAddress, buffer.count)
    self.count = count
  }

  /// Bytes of the PIN.
  public let count: Int

  /// Reads the first and only line of a file that nobody but its owner may read.
  public init(file: String) throws(PKCS11Error) {
    var line = try PIN.line(of: file)
    self.init(&line)
  }

  /// Bytes of the longest PIN taken.
  public static let longest = 255

  deinit {
    PIN.wipe(buffer)
    munlock(buffer.baseAddress, buffer.count)
    buffer.deallocate()
  }

  /// Lends the bytes to their copy in other locked memory.
  public borrowing func withRawBytes<Result: ~Copyable>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    body(UnsafeRawBufferPointer(rebasing: buffer.prefix(count)))
  }

  /// Lends the bytes for one call.
  func withBytes<Result>(_ body: (UnsafeMutablePointer<UInt8>?, UInt) -> Result) -> Result {
    body(buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt(count))
  }

  private static func line(of file: String) throws(PKCS11Error) -> [UInt8] {
    // O_NONBLOCK: a named pipe must be refused below, not waited for.
    let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw .pin(file: file, problem: "cannot be opened: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .pin(file: file, problem: "is no regular file")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw .pin(file: file, problem: "can be read by others; run: chmod 600 \(file)")
    }
    var content = [UInt8](repeating: 0, count: longest + 2)
    defer { content.withUnsafeMutableBytes { wipe($0) } }
    let count = content.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    var line = Array(content.prefix(max(count, 0)))
    if line.last == UInt8(ascii: "\n") { line.removeLast() }
    // A control character, such as a carriage return from another system's editor, would cost an attempt at the PIN.
    guard (1...longest).contains(line.count), line.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      line.withUnsafeMutableBytes { wipe($0) }
      throw .pin(file: file, problem: "must hold one line of 1 to \(longest) bytes without control characters")
    }
    return line
  }

  private static func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    explicit_bzero(start, bytes.count)
  }
}
