import Evidence
import RecordStores
import Records
import Synchronization
import TestSupport
import Testing

@testable import SigningGateway

@Suite struct ObservedStoreTests {
  @Test func `however many records come, each is named and told of`() async throws {
    let store = ObservedStore(MemoryStore(clock: { Sample.now }))
    let told = Mutex<Int64>(0)
    store.name { ["configuration": JSONValue.string("c")] }
    store.observe { record in told.withLock { $0 += record.sequence } }
    let count: Int64 = 50_000
    let journal = Journal(store)
    for _ in 0..<count { try await journal.note(RecordKind(rawValue: "note"), .object([:])) }
    #expect(told.withLock { $0 } == count * (count + 1) / 2)
    #expect(store.last?.value?["configuration"]?.text == "c")
  }
}
