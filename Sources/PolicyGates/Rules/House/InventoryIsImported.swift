internal import Evidence

/// What an existing CA issued before must be known before it issues more: serials, names and keys are compared with it.
struct InventoryIsImported: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.lifecycle.inventory_missing", source: .house("an existing CA brings its inventory"),
    scope: .subjects)

  func check(_ facts: LifecycleFacts) -> [Violation] {
    .unless(
      !facts.registers.inventoryIsMissing, "inventory", found: "none of \(facts.issuer) on record",
      required: "imported, as the configuration says that there is one")
  }
}
