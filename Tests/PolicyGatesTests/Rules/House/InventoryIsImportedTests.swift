import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct InventoryIsImportedTests {
  @Test func `passes: an issuer without a history, or with its inventory`() throws {
    #expect(try judge(InventoryIsImported(), event(.initial)) == .passes)
  }

  @Test func `fails: an inventory that is not on record`() throws {
    #expect(
      try judge(InventoryIsImported(), event(.initial) { $0.registers.inventoryIsMissing = true })
        == .fails([
          "inventory is none of issuing on record, must be imported, as the configuration says that there is one"
        ]))
  }

  @Test func `does not apply to nothing: all events are judged, and pass`() throws {
    #expect(try judge(InventoryIsImported(), event(.renewal)) == .passes)
  }
}
