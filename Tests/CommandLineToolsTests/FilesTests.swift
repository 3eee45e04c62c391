import CommandLineTools
import Foundation
import Testing

@Suite struct FilesTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "sealgate-files-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  private func content(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path(name)).map { Array($0) }
  }

  private struct Interrupted: Error {}

  @Test func `a file is read up to its limit and no further`() throws {
    let bytes = (0..<70000).map { UInt8(truncatingIfNeeded: $0) }
    try Data(bytes).write(to: URL(filePath: path("in")))
    #expect(try InputFile.read(path("in"), limit: 70000) == bytes)
    #expect(throws: FileError(path: path("in"), problem: "is longer than the limit of 69999 bytes")) {
      try InputFile.read(path("in"), limit: 69999)
    }
  }

  @Test func `what cannot be read is named with the system's reason`() {
    let error = #expect(throws: FileError.self) { try InputFile.read(path("absent")) }
    #expect(error?.description == "\(path("absent")): cannot be opened: No such file or directory")
    #expect(throws: FileError(path: folder.path, problem: "cannot be read: Is a directory")) {
      try InputFile.read(folder.path)
    }
  }

  @Test func `a finished output file holds its content`() throws {
    let file = try OutputFile(creating: path("out"))
    try file.finish(Array("content".utf8))
    #expect(content("out") == Array("content".utf8))
  }

  @Test func `an output file is there while the work runs, and removed where the work fails`() throws {
    #expect(throws: Interrupted.self) {
      let file = try OutputFile(creating: path("out"))
      #expect(content("out") == [])
      try { throw Interrupted() }()
      try file.finish([1])
    }
    #expect(content("out") == nil)
  }

  @Test func `an output file that is there already is refused and left alone`() throws {
    try Data([1, 2, 3]).write(to: URL(filePath: path("out")))
    let error = #expect(throws: FileError.self) { _ = try OutputFile(creating: path("out")) }
    #expect(error?.problem == "cannot be created: File exists")
    #expect(content("out") == [1, 2, 3])
  }
}
