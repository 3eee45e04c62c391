import Foundation
import PKCS11
import TestSupport
import Testing
import TokenPool

@Suite struct DataObjectTests {
  private static let byNumber: @Sendable ([UInt8], [UInt8]) -> Bool = { $0.lexicographicallyPrecedes($1) }

  @Test func `what was written is read, and the last is the only one`() async throws {
    let (pool, token) = try makePool()
    #expect(try await pool.readData(label: "sequence", by: Self.byNumber) == nil)
    for number in 1...5 as ClosedRange<UInt8> { try await pool.writeData(label: "sequence", [0, number]) }
    try await pool.writeData(label: "other", [9])
    #expect(try await pool.readAllData(label: "sequence") == [[0, 5]])
    #expect(try await pool.readData(label: "sequence", by: Self.byNumber) == [0, 5])
    #expect(try await pool.readAllData(label: "other") == [[9]])
    let session = try Session(try SoftHSM.shared().module(), slot: token.slot, readWrite: false)
    let objects = try session.find([Attribute(.data), Attribute(.application, "sealgate")])
    #expect(objects.count == 2)
    for object in objects { #expect(try session.attributes(object, [.isPrivate]).flag(.isPrivate) == true) }
    pool.stop()
  }

  @Test func `it is there after a stop, and another application's is not ours`() async throws {
    let (pool, token) = try makePool()
    try await pool.writeData(label: "sequence", [1, 2, 3])
    do {
      let session = try Session(try SoftHSM.shared().module(), slot: token.slot, readWrite: true)
      _ = try session.create([
        Attribute(.data), Attribute(.token, true), Attribute(.isPrivate, true), Attribute(.application, "another"),
        Attribute(.label, "sequence"), Attribute(.value, [7]),
      ])
    }
    pool.stop()
    let again = try TokenPool(
      host: try ModuleHost.shared(modulePath: SoftHSM.modulePath),
      settings: TokenPool.Settings(uri: token.uri, pinFile: token.pinFile))
    #expect(try await again.readAllData(label: "sequence") == [[1, 2, 3]])
    again.stop()
  }

  @Test func `writers at the same time leave one value and harm nothing`() async throws {
    let (pool, _) = try makePool(lanes: 4)
    await withTaskGroup(of: Void.self) { group in
      for number in 1...16 as ClosedRange<UInt8> {
        group.addTask { try? await pool.writeData(label: "sequence", [number]) }
      }
    }
    #expect(try await pool.readAllData(label: "sequence").count == 1)
    #expect(pool.status.isReady)
    pool.stop()
  }

  @Test func `a write that breaks off before the old value goes leaves both, and the next leaves one`() async throws {
    let with = try await StubPool(lanes: 1)
    try await with.pool.writeData(label: "sequence", [1])
    with.stub.fail("C_DestroyObject", code: 0x200, times: 1)
    await #expect(throws: TokenPoolError.self) { try await with.pool.writeData(label: "sequence", [2]) }
    #expect(try await Set(with.pool.readAllData(label: "sequence")) == [[1], [2]])
    #expect(try await with.pool.readData(label: "sequence", by: Self.byNumber) == [2])
    try await with.pool.writeData(label: "sequence", [3])
    #expect(try await with.pool.readAllData(label: "sequence") == [[3]])
    with.pool.stop()
  }

  @Test func `a write that breaks off at the new value leaves the old one`() async throws {
    let with = try await StubPool(lanes: 1)
    try await with.pool.writeData(label: "sequence", [1])
    with.stub.fail("C_CreateObject", code: 0x31, times: 1)
    await #expect(throws: TokenPoolError.self) { try await with.pool.writeData(label: "sequence", [2]) }
    #expect(try await with.pool.readAllData(label: "sequence") == [[1]])
    with.pool.stop()
  }

  @Test func `an old value that another process removed is no error`() async throws {
    let with = try await StubPool(lanes: 1)
    try await with.pool.writeData(label: "sequence", [1])
    with.stub.fail("C_DestroyObject", code: 0x82, times: 1)
    try await with.pool.writeData(label: "sequence", [2])
    #expect(with.pool.status.isReady)
    with.pool.stop()
  }
}
