import Foundation
import PKCS11
import TestSupport
import Testing

/// A folder that one test has.
private final class Folder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/sealgate-pin-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ content: [UInt8], mode: Int = 0o600) -> String {
    let file = path + "/pin"
    _ = FileManager.default.createFile(atPath: file, contents: Data(content), attributes: [.posixPermissions: mode])
    return file
  }
}

@Suite struct PINTests {
  /// What the error says, or how many bytes the PIN has.
  private func reading(_ file: String) -> String {
    do throws(PKCS11Error) {
      let pin = try PIN(file: file)
      return "\(pin.count) bytes"
    } catch {
      return error.description.replacing(file, with: "FILE")
    }
  }

  @Test(arguments: ["1234", "1234\n"]) func `one line is a PIN, its end left out`(text: String) throws {
    let folder = try Folder()
    #expect(reading(folder.file(Array(text.utf8))) == "4 bytes")
  }

  @Test(arguments: [0o644, 0o640, 0o604, 0o620, 0o601]) func `a file that others can touch is refused`(
    mode: Int
  ) throws {
    let folder = try Folder()
    #expect(
      reading(folder.file(Array("1234".utf8), mode: mode))
        == "PIN file FILE: can be read by others; run: chmod 600 FILE")
  }

  @Test(arguments: ["", "\n", "1234\n5678\n", "1234\n\n", "1234\r\n", "12\u{0}34", "12\t34"])
  func `what is not one line of plain characters is refused`(text: String) throws {
    let folder = try Folder()
    #expect(
      reading(folder.file(Array(text.utf8)))
        == "PIN file FILE: must hold one line of 1 to 255 bytes without control characters")
  }

  @Test func `255 bytes are taken and 256 are not`() throws {
    let folder = try Folder()
    #expect(reading(folder.file([UInt8](repeating: 0x31, count: 255))) == "255 bytes")
    #expect(
      reading(folder.file([UInt8](repeating: 0x31, count: 256)))
        == "PIN file FILE: must hold one line of 1 to 255 bytes without control characters")
  }

  @Test func `a symbolic link is refused`() throws {
    let folder = try Folder()
    let link = folder.path + "/link"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: folder.file(Array("1234".utf8)))
    #expect(reading(link) == "PIN file FILE: cannot be opened: Too many levels of symbolic links")
  }

  @Test func `a file that is not there, a folder and a pipe are refused at once`() throws {
    let folder = try Folder()
    #expect(reading(folder.path + "/none") == "PIN file FILE: cannot be opened: No such file or directory")
    #expect(reading(folder.path) == "PIN file FILE: is no regular file")
    let pipe = folder.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(reading(pipe) == "PIN file FILE: is no regular file")
  }

  @Test func `the bytes that a PIN is made from are wiped`() {
    var bytes: [UInt8] = Array("1234".utf8)
    let pin = PIN(&bytes)
    #expect(bytes.isEmpty)
    #expect(pin.count == 4)
  }
}
