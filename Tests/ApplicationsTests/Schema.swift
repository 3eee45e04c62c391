import Documents
import Evidence
import Foundation
import TestSupport

/// A step to a member or an element.
enum Step: Hashable {
  case member(String)
  case element
}

/// The published schema, as far as it is used.
struct Schema {
  struct Place {
    let steps: [Step]
    let node: JSONValue

    var path: String {
      steps.reduce("$") { path, step in
        switch step {
        case .member(let name): "\(path).\(name)"
        case .element: "\(path)[0]"
        }
      }
    }
  }

  let root: JSONValue

  init() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try Data(contentsOf: folder.appending(path: "docs/application.schema.json"))
    root = try Document(json: Array(text)).jsonValue()
  }

  /// Every place that the schema describes, lists having one element.
  var places: [Place] { places(root, []) }

  private func places(_ node: JSONValue, _ steps: [Step]) -> [Place] {
    let node = resolved(node)
    var found = [Place(steps: steps, node: node)]
    for (name, child) in node.properties { found += places(child, steps + [.member(name)]) }
    if let items = node["items"] { found += places(items, steps + [.element]) }
    return found
  }

  private func resolved(_ node: JSONValue) -> JSONValue {
    guard let name = node["$ref"]?.text?.split(separator: "/").last else { return node }
    return root["$defs"]?[String(name)] ?? .null
  }

  /// A document with every member, each with a value of its own.
  func document() -> JSONValue {
    var counter: Int64 = 0
    return example(root, &counter)
  }

  private func example(_ node: JSONValue, _ counter: inout Int64) -> JSONValue {
    let node = resolved(node)
    counter += 1
    if let constant = node["const"] { return constant }
    if let first = node["enum"]?.elements?.first { return first }
    switch node["type"]?.text {
    case "object":
      var members: [String: JSONValue] = [:]
      for (name, child) in node.properties { members[name] = example(child, &counter) }
      return .object(members)
    case "array": return .array([example(node["items"] ?? .null, &counter)])
    case "boolean": return .bool(counter % 2 == 0)
    case "integer": return .integer(counter)
    default:
      let pattern = node["pattern"]?.text ?? ""
      if pattern.contains("registration") { return .string("registration") }
      if pattern.contains("a-f") { return .string(String(repeating: "0", count: 60) + String(1000 + counter)) }
      if pattern.contains("T[") { return .string(Sample.now.adding(seconds: counter).description) }
      return .string("text \(counter)")
    }
  }
}

extension JSONValue {
  var properties: [String: JSONValue] {
    guard case .object(let members)? = self["properties"] else { return [:] }
    return members
  }

  /// The value with the place changed; nil takes a member out.
  func setting(_ steps: some Collection<Step>, to value: JSONValue?) -> JSONValue {
    guard let step = steps.first else { return value ?? .null }
    let rest = Array(steps.dropFirst())
    switch (step, self) {
    case (.member(let name), .object(var members)):
      members[name] = rest.isEmpty ? value : members[name]?.setting(rest, to: value)
      return .object(members)
    case (.element, .array(let elements)): return .array(elements.map { $0.setting(rest, to: value) })
    default: return self
    }
  }
}
