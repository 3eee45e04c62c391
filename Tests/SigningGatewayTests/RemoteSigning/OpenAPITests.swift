import CSC
import Documents
import Evidence
import Foundation
import Testing

@testable import SigningGateway

@Suite struct OpenAPITests {
  static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/openapi.json")

  @Test func `every address of the public listener is described, and nothing else is`() throws {
    let gateway = try RemoteScene.withOAuth().gateway
    let routes = Set((Routes.all(gateway)["public"] ?? []).map { "\($0.method) \($0.pattern)" })
    let described = Set(OpenAPIDocument.operations.map { "\($0.method) \($0.path)" })
    #expect(routes == described, "\(routes.symmetricDifference(described).sorted())")
  }

  @Test func `a described body is of the type that its route takes`() throws {
    let gateway = try RemoteScene.withOAuth().gateway
    for route in Routes.all(gateway)["public"] ?? [] where route.method == "POST" {
      let operation = OpenAPIDocument.operations.first { $0.path == route.pattern && $0.method == "POST" }
      #expect(operation?.body?.kind == route.body, "\(route.pattern)")
    }
  }

  /// `SEALGATE_UPDATE_OPENAPI=1` writes the file anew.
  @Test func `the document in docs is the one that is served`() async throws {
    let served = try await RemoteScene.withOAuth().call("GET", "/openapi.json")
    #expect(served.status == 200 && served.json == OpenAPIDocument.json)
    if ProcessInfo.processInfo.environment["SEALGATE_UPDATE_OPENAPI"] != nil {
      let object = try JSONSerialization.jsonObject(with: Data(OpenAPIDocument.json.canonicalBytes()))
      let text = try JSONSerialization.data(
        withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
      try (text + Data("\n".utf8)).write(to: OpenAPITests.file)
    }
    let kept = try Document(json: Array(try Data(contentsOf: OpenAPITests.file))).jsonValue()
    #expect(kept == OpenAPIDocument.json, "SEALGATE_UPDATE_OPENAPI=1 swift test --filter OpenAPITests writes it anew")
  }

  @Test func `every reference leads to a schema`() {
    var references: Set<String> = []
    func look(_ value: JSONValue) {
      switch value {
      case .object(let members):
        if let text = members["$ref"]?.text { references.insert(text) }
        members.values.forEach(look)
      case .array(let elements): elements.forEach(look)
      default: break
      }
    }
    look(OpenAPIDocument.json)
    let prefix = "#/components/schemas/"
    #expect(references.count > 5 && references.allSatisfy { $0.hasPrefix(prefix) })
    for reference in references {
      let name = String(reference.dropFirst(prefix.count))
      #expect(OpenAPIDocument.json["components"]?["schemas"]?[name] != nil, "\(name)")
    }
  }

  @Test(arguments: Dialect.allCases) func `what a schema wants is what its reader wants`(_ dialect: Dialect) throws {
    let schema = RequestSchema.of(.authorize, dialect)
    let required = Set((schema["required"]?.elements ?? []).compactMap(\.text))
    #expect(required == ["credentialID", "numSignatures"])
    let own = dialect == .v1 ? "hash" : "hashes"
    let foreign = dialect == .v1 ? "hashes" : "hash"
    #expect(schema["properties"]?[own]?["items"] != nil && schema["properties"]?[foreign] == .bool(true))
    #expect(schema["additionalProperties"]?["type"]?.text == "null")
  }
}
