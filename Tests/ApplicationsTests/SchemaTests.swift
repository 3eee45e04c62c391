import Documents
import Evidence
import Foundation
import TestSupport
import Testing

@testable import Applications

/// The schema, the reader and the values say the same.
@Suite struct SchemaTests {
  private let schema: Schema
  private let full: JSONValue

  init() throws {
    schema = try Schema()
    full = schema.document()
  }

  private func problem(_ document: JSONValue) -> DocumentError? {
    do throws(DocumentError) {
      _ = try ApplicationDocument(document)
      return nil
    } catch { return error }
  }

  @Test func `a document with every member of the schema fills every member of the values`() throws {
    let document = try ApplicationDocument(full)
    #expect(MemberJSON.gaps(document.application) == [])
    guard case .object(var read) = document.application.sampleJSON else { return }
    read["signatures"] = .array(document.signatures.map(\.json))
    #expect(JSONValue.object(read) == full)
  }

  @Test func `each object of the reader has the members of the schema and no other`() throws {
    let objects = schema.places.filter { $0.node["type"] == .string("object") }
    #expect(objects.count > 20)
    for place in objects {
      let error = try #require(problem(full.setting(place.steps + [.member("zzz")], to: .bool(true))))
      #expect(error.path == "\(place.path).zzz")
      let known = try #require(error.problem.components(separatedBy: "known members: ").last)
      #expect(known.components(separatedBy: ", ").sorted() == place.node.properties.keys.sorted())
      #expect(place.node["additionalProperties"] == .bool(false))
    }
  }

  @Test func `each enumeration of the reader has the values of the schema and no other`() throws {
    let choices = schema.places.filter { $0.node["enum"] != nil }
    #expect(choices.count > 7)
    for place in choices {
      let values = try #require(place.node["enum"]?.elements)
      for value in values { #expect(problem(full.setting(place.steps, to: value)) == nil) }
      let error = try #require(problem(full.setting(place.steps, to: .string("nothing"))))
      #expect(error.path == place.path)
      let names = values.compactMap(\.text).joined(separator: ", ")
      #expect(error.problem == "expected one of \(names), found \"nothing\"")
    }
  }

  @Test func `a member may be left out where the schema does not require it, and only there`() {
    for place in schema.places {
      guard case .member(let name)? = place.steps.last else { continue }
      let parent = schema.places.first { $0.steps == Array(place.steps.dropLast()) }
      let isRequired = parent?.node["required"]?.elements?.contains(.string(name)) ?? false
      let error = problem(full.setting(place.steps, to: nil))
      #expect((error != nil) == isRequired, "\(place.path)")
      if isRequired { #expect(error?.path == place.path) }
    }
  }

  @Test func `a member of the wrong type, or null, is refused with its path`() {
    for place in schema.places where !place.steps.isEmpty {
      let wrong: JSONValue = place.node["type"] == .string("object") ? .array([]) : .object([:])
      #expect(problem(full.setting(place.steps, to: wrong))?.path == place.path)
      #expect(problem(full.setting(place.steps, to: .null))?.path == place.path)
    }
  }

  @Test func `text that is blank, and digests in capitals, are refused`() throws {
    let texts = schema.places.filter { $0.node["type"] == .string("string") }
    #expect(texts.count > 50)
    for place in texts { #expect(problem(full.setting(place.steps, to: .string("  ")))?.path == place.path) }
    let capitals = String(repeating: "A", count: 64)
    for place in texts where place.node["pattern"]?.text?.contains("a-f") == true {
      #expect(problem(full.setting(place.steps, to: .string(capitals)))?.path == place.path)
    }
  }

  @Test func `a list that is longer than the schema allows is refused`() throws {
    let lists = schema.places.filter { $0.node["type"] == .string("array") }
    #expect(lists.count == 5)
    for place in lists {
      guard case .integer(let most)? = place.node["maxItems"] else {
        Issue.record("\(place.path) has no bound")
        continue
      }
      let value = try #require(element(place.steps + [.element]))
      let list = [JSONValue](repeating: value, count: Int(most))
      #expect(problem(full.setting(place.steps, to: .array(list))) == nil)
      #expect(problem(full.setting(place.steps, to: .array(list + [value])))?.path == place.path)
    }
  }

  private func element(_ steps: [Step]) -> JSONValue? {
    steps.reduce(full) { (value: JSONValue?, step) in
      switch step {
      case .member(let name): value?[name]
      case .element: value?.elements?.first
      }
    }
  }

  @Test func `another version is refused`() {
    #expect(problem(full.setting([.member("schema")], to: .integer(2)))?.path == "$.schema")
  }
}
