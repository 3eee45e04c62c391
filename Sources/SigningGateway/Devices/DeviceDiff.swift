internal import Applications
internal import Evidence

/// What an import would change in the register in effect, field by field.
struct DeviceDiff: Sendable, Hashable {
  struct Change: Sendable, Hashable {
    let device: String
    /// Such as `certificate.status`.
    let field: String
    /// Nil where the record has no such member.
    let old: String?
    let new: String?
  }

  /// Ids, sorted.
  let added: [String]
  let removed: [String]
  /// By id, then by field.
  let changed: [Change]

  init(from old: DeviceDocument, to new: DeviceDocument) {
    let before = DeviceDiff.records(old)
    let after = DeviceDiff.records(new)
    added = after.keys.filter { before[$0] == nil }.sorted()
    removed = before.keys.filter { after[$0] == nil }.sorted()
    changed = before.keys.sorted().flatMap { id -> [Change] in
      guard let first = before[id], let second = after[id] else { return [] }
      return Set(first.keys).union(second.keys).sorted().compactMap { field in
        first[field] == second[field]
          ? nil : Change(device: id, field: field, old: first[field], new: second[field])
      }
    }
  }

  var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }

  var json: JSONValue {
    .object([
      "added": .array(added.map(JSONValue.string)), "removed": .array(removed.map(JSONValue.string)),
      "changed": .array(
        changed.map {
          .object([
            "device": .string($0.device), "field": .string($0.field), "old": .optional($0.old),
            "new": .optional($0.new),
          ])
        }),
    ])
  }

  private static func records(_ document: DeviceDocument) -> [String: [String: String]] {
    Dictionary(
      document.records.map { ($0.id, fields($0.json, "")) }, uniquingKeysWith: { first, _ in first })
  }

  /// Every leaf of a record by its path.
  private static func fields(_ value: JSONValue, _ path: String) -> [String: String] {
    guard case .object(let members) = value else { return [path: text(value)] }
    return members.reduce(into: [:]) { fields, member in
      let name = path.isEmpty ? member.key : "\(path).\(member.key)"
      fields.merge(DeviceDiff.fields(member.value, name)) { first, _ in first }
    }
  }

  private static func text(_ value: JSONValue) -> String {
    if let text = value.text { return text }
    if let words = value.elements?.map(\.text), !words.contains(nil) {
      return words.compactMap(\.self).joined(separator: ", ")
    }
    return String(decoding: value.canonicalBytes(), as: UTF8.self)
  }
}
