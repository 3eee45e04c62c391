import Evidence
import Foundation
import Glibc
import Records
import Testing

@testable import RecordStores

/// What SQLite's files still hold of what was erased.
@Suite struct VaultTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("log.db")
  }

  private func open() throws -> SQLiteStore { try SQLiteStore(path: path, create: true, clock: Sample.clock) }

  /// Content that is nobody else's from end to end.
  private static func item(_ number: Int) -> VaultItem {
    let size = [100, 3900, 152, 4000, 1218, 9000][number % 6]
    var content: [UInt8] = []
    while content.count < size { content += Sample.hash("\(number).\(content.count)").bytes }
    return VaultItem("key/\(Sample.hash("\(number)").hex)", Array(content.prefix(size)))
  }

  private static func put(_ keeps: [VaultItem], erases: [String] = [], _ journal: Journal) async throws {
    try await journal.put(.credentialChanged, [], note: .null, keeps: keeps, erases: erases, at: Sample.now)
  }

  /// All bytes of all files of the store, as they are now.
  private func files() throws -> Data {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { $0.hasPrefix("log.db") }
    return try names.reduce(into: Data()) { $0 += try Data(contentsOf: folder.url.appending(path: $1)) }
  }

  /// Where a piece of the content is found: its beginning, its middle or its end.
  private func traces(of item: VaultItem, in files: Data) -> Int {
    let middle = item.content.count / 2
    let pieces = [item.content.prefix(16), item.content[(middle - 8)..<(middle + 8)], item.content.suffix(16)]
    return pieces.count { files.range(of: Data($0)) != nil }
  }

  @Test func `nothing of what is erased stays in any file, whatever came and went beside it`() async throws {
    let store = try open()
    let journal = Journal(store)
    var live: [VaultItem] = []
    var erased: [VaultItem] = []
    for round in 0..<12 {
      let new = (0..<60).map { Self.item(round * 60 + $0) }
      let old = live.enumerated().filter { ($0.offset * 7 + round) % 5 < 2 }.map(\.element)
      try await withThrowingTaskGroup { group in
        for item in new { group.addTask { try await Self.put([item], journal) } }
        for item in old { group.addTask { try await Self.put([], erases: [item.name], journal) } }
        try await group.waitForAll()
      }
      live = live.filter { !old.contains($0) } + new
      erased += old
    }
    let files = try files()
    #expect(erased.count > 300 && live.count > 100)
    #expect(erased.filter { traces(of: $0, in: files) > 0 }.map(\.content.count) == [])
    #expect(live.allSatisfy { traces(of: $0, in: files) == 3 })
    for item in live { #expect(try await store.kept(item.name) == item.content) }
    #expect(try await store.log.verify().sequence == Int64(2 * erased.count + live.count))
  }

  @Test func `a reader of an older state delays the emptying of the log until the next commit`() async throws {
    let journal = Journal(try open())
    let item = Self.item(1)
    try await Self.put([item], journal)
    let reader = try Connection(path: path, mode: .readOnly)
    try reader.execute("BEGIN")
    #expect(try reader.value("SELECT count(*) FROM vault") == "1")
    try await Self.put([], erases: [item.name], journal)
    #expect(try traces(of: item, in: files()) == 3)
    #expect(try await journal.store.kept(item.name) == nil)
    try reader.execute("COMMIT")
    try await journal.note(RecordKind(rawValue: "note"), .null)
    #expect(try traces(of: item, in: files()) == 0)
  }

  @Test func `what a run erased that was killed at once is gone after the next start`() async throws {
    let path = self.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let journal = Journal(try SQLiteStore(path: path, create: true, clock: Sample.clock))
      try await VaultTests.put([VaultTests.item(2)], journal)
      // As if the end came between the commit and the emptying of the log.
      let reader = try Connection(path: path, mode: .readOnly)
      try reader.execute("BEGIN")
      _ = try reader.value("SELECT count(*) FROM vault")
      try await VaultTests.put([], erases: [VaultTests.item(2).name], journal)
      kill(getpid(), SIGKILL)
    }
    #expect(try traces(of: Self.item(2), in: files()) == 3)
    let store = try open()
    #expect(try await store.kept(Self.item(2).name) == nil)
    #expect(try await store.lastSequence() == 2)
    #expect(try traces(of: Self.item(2), in: files()) == 0)
  }

  @Test(arguments: [
    "content = X'00'", "size = 1", "size = -1", "size = 9000", "digest = zeroblob(32)", "digest = X'00'",
  ])
  func `what is kept is never handed out changed`(change: String) async throws {
    let store = try open()
    try await Self.put([Self.item(3)], Journal(store))
    let connection = try Connection(path: path, mode: .readWrite)
    try connection.execute("DROP TRIGGER vault_never_changes; UPDATE vault SET \(change)")
    await #expect {
      _ = try await store.kept(Self.item(3).name)
    } throws: { error in
      guard case .corrupt = error as? JournalError else { return false }
      return true
    }
  }

  @Test func `a frame gives back what was put in, and nothing else`() {
    for size in [0, 1, 32, 1218, 4068, 4069, 4070, 8161, 8162, 20000] {
      let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) }
      let frame = VaultFrame.frame(content, pageSize: 4096)
      // 489 bytes on the table's page, and whole pages of 4092.
      #expect((frame.count - 489) % 4092 == 0 && frame.count >= 489 + 4092 && frame.count < size + 512 + 4092)
      #expect(VaultFrame.content(frame, size: Int64(size)) == content)
      #expect(VaultFrame.content(frame, size: Int64(size) - 1) == nil || size == 0 || content.last == 0)
      #expect(VaultFrame.content(frame, size: .max) == nil && VaultFrame.content(frame, size: -1) == nil)
      #expect(VaultFrame.content([1] + frame.dropFirst(), size: Int64(size)) == nil)
      #expect(VaultFrame.content(Array(frame.prefix(511)), size: 0) == nil)
    }
  }
}
