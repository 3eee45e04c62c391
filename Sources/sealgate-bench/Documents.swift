import Evidence
import Foundation
import Glibc
import RecordStores
import Records

/// How long documents take to be found, listed, changed and kept, with few and with many in the store.
struct Documents {
  let folder: URL
  let sizes: [Int]
  let milliseconds: Int64

  private static let register = "credentials"
  private static let perOwner = 10
  /// In one record; many records share a commit.
  private static let perRecord = 500

  /// Microseconds by question and size: the median, and what 99 of 100 keep below.
  func measure() async throws -> JSONValue {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appending(path: "documents.db").path
    let store = try SQLiteStore(path: path, create: true) { Documents.wallClock() }
    defer { store.close() }
    let journal = Journal(store)
    var filled = 0
    var results: [String: JSONValue] = [:]
    for size in sizes.sorted() where size > filled {
      let start = Documents.now()
      try await fill(journal, filled..<size)
      filled = size
      let seconds = Double(Documents.now() - start) / 1e9
      FileHandle.standardError.write(Data("\(size) documents, filled in \(Int(seconds)) s\n".utf8))
      results["\(size)"] = try await questions(journal, size)
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      FileHandle.standardError.write(Data("  \((attributes[.size] as? Int ?? 0) >> 20) MiB\n".utf8))
    }
    return .object(results)
  }

  private func questions(_ journal: Journal, _ size: Int) async throws -> JSONValue {
    let store = journal.store
    var results: [String: JSONValue] = [:]
    results["document"] = try await time { number in
      guard try await store.document(Documents.register, Documents.key(number % size)) != nil else {
        throw Sample.wrong("a document that is missing")
      }
    }
    results["listOfOwner"] = try await time { number in
      let found = try await store.documents(
        Documents.register, owner: Documents.owner(number % size), after: nil, limit: 50)
      guard found.count == Documents.perOwner else { throw Sample.wrong("a list of \(found.count)") }
    }
    results["pageOfAll"] = try await time { number in
      _ = try await store.documents(Documents.register, owner: nil, after: Documents.key(number % size), limit: 50)
    }
    results["kept"] = try await time { number in
      guard try await store.kept(Documents.key(number % size)) != nil else { throw Sample.wrong("the vault") }
    }
    results["consumed"] = try await time { number in
      _ = try await store.consumed("code", among: (0..<10).map { Documents.key(number &+ $0) })
    }
    results["change"] = try await time { number in
      guard let found = try await store.document(Documents.register, Documents.key(number % size)) else { return }
      try await journal.put(
        .credentialChanged, [found.changed(to: found.body)], note: .null, at: Documents.wallClock())
    }
    results["keepAndErase"] = try await time { number in
      let item = VaultItem("new/\(number)", Documents.content(number))
      try await journal.put(.credentialChanged, [], note: .null, keeps: [item], at: Documents.wallClock())
      try await journal.put(.credentialChanged, [], note: .null, erases: [item.name], at: Documents.wallClock())
    }
    return .object(results)
  }

  /// One after the other, each with another number all over the store.
  private func time(_ body: (Int) async throws -> Void) async throws -> JSONValue {
    var times: [Int64] = []
    var number = 12_345
    let end = Documents.now() + milliseconds * 1_000_000
    repeat {
      number = (number &* 1_103_515_245 &+ 12_345) & 0x3FFF_FFFF
      let start = Documents.now()
      try await body(number)
      times.append(Documents.now() - start)
    } while Documents.now() < end
    times.sort()
    return .object([
      "median": .integer(times[times.count / 2] / 1000), "p99": .integer(times[times.count * 99 / 100] / 1000),
      "calls": .integer(Int64(times.count)),
    ])
  }

  /// Through the journal as ever, with many documents to a record and many records to a commit.
  private func fill(_ journal: Journal, _ range: Range<Int>) async throws {
    var next = range.lowerBound
    while next < range.upperBound {
      try await withThrowingTaskGroup { group in
        for _ in 0..<8 where next < range.upperBound {
          let part = next..<min(next + Documents.perRecord, range.upperBound)
          next = part.upperBound
          group.addTask {
            try await journal.put(
              .credentialChanged, part.map(Documents.document), note: .null,
              keeps: part.map { VaultItem(Documents.key($0), Documents.content($0)) }, at: Documents.wallClock())
          }
        }
        try await group.waitForAll()
      }
    }
  }

  private static func document(_ number: Int) -> RegisterDocument {
    RegisterDocument(
      register: register, key: key(number), owner: owner(number),
      body: .object([
        "status": .string("live"), "algorithm": .string("ecdsa-sha256"), "spki": .string(key(number)),
        "certificates": .array([.string(key(number + 1)), .string(key(number + 2))]), "scal": .integer(2),
      ]))
  }

  /// As random as ids are, so that neighbours in time are none in the index.
  private static func key(_ number: Int) -> String { Blob(withUnsafeBytes(of: number) { Array($0) }).address.hex }

  private static func owner(_ number: Int) -> String { "S-\(number / perOwner)" }

  /// As long as a wrapped P-256 key.
  private static func content(_ number: Int) -> [UInt8] {
    (0..<5).flatMap { Blob(Array("\(number).\($0)".utf8)).address.bytes }.prefix(152).map { $0 }
  }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private static func wallClock() -> Instant { Instant(seconds: Int64(Date().timeIntervalSince1970)) }
}
