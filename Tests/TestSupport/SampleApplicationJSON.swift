public import Evidence

extension IssuanceApplication {
  /// The document that says this, without signatures. Made by reflection, so that it knows nothing of the reader.
  public var sampleJSON: JSONValue {
    guard case .object(var members)? = MemberJSON.value(self) else { return .null }
    members["schema"] = .integer(1)
    return .object(members)
  }
}

/// Values of `Evidence` as JSON, member by member.
public enum MemberJSON {
  /// Nil where there is nothing: an empty optional or list.
  public static func value(_ value: Any) -> JSONValue? {
    switch value {
    case let text as String: return .string(text)
    case let flag as Bool: return .bool(flag)
    case let number as Int: return .integer(Int64(number))
    case let time as Instant: return .string(time.description)
    case let digest as Digest: return .string(digest.hex)
    case let choice as any RawRepresentable<String>: return .string(choice.rawValue)
    default: break
    }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.flatMap { self.value($0.value) }
    case .collection:
      let elements = mirror.children.compactMap { self.value($0.value) }
      return elements.isEmpty ? nil : .array(elements)
    default:
      let members = mirror.children.compactMap { child -> (String, JSONValue)? in
        guard let label = child.label, let value = self.value(child.value) else { return nil }
        return (name(label), value)
      }
      return .object(Dictionary(uniqueKeysWithValues: members))
    }
  }

  /// Paths of the members that are empty.
  public static func gaps(_ value: Any, path: String = "$") -> [String] {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.map { gaps($0.value, path: path) } ?? [path]
    case .collection where mirror.children.isEmpty: return [path]
    case .collection: return mirror.children.flatMap { gaps($0.value, path: path) }
    case .struct where !(value is Instant) && !(value is Digest):
      return mirror.children.flatMap { gaps($0.value, path: "\(path).\($0.label ?? "?")") }
    default: return []
    }
  }

  /// An abbreviation is a word like any other: `recordID` is `recordId`.
  private static func name(_ label: String) -> String {
    [("SHA", "Sha"), ("ID", "Id"), ("URL", "Url"), ("EU", "Eu")].reduce(label) { $0.replacing($1.0, with: $1.1) }
  }
}
