internal import CommandLineTools
internal import Evidence

/// OpenAPI 3.1 of what the `public` listener answers. A test holds it against the routes.
enum OpenAPIDocument {
  static let json: JSONValue = Node([
    ("openapi", "3.1.0"),
    (
      "info",
      [
        "title": "Sealgate remote signing", "version": Node(.string(Product.version)),
        "description": """
        The CSC API in its editions 1.0.4 and 2.0, OAuth 2.0 for its clients, and what the signatory's pages call. \
        Errors of CSC and OAuth have their own form; all others are problem documents (RFC 9457).
        """,
      ]
    ),
    ("paths", paths), ("components", components),
  ]).json

  static let operations =
    CSCOperations.all + OAuthOperations.all + SignatoryOperations.all + PageOperations.all + [description]

  private static let description = Operation(
    method: "GET", path: "/openapi.json", summary: "This document", tag: "description",
    answers: [.json(200, "OpenAPI 3.1", ["type": "object"])])

  private static var paths: Node {
    var byPath: [(String, [Operation])] = []
    for operation in operations {
      if let index = byPath.firstIndex(where: { $0.0 == operation.path }) {
        byPath[index].1.append(operation)
      } else {
        byPath.append((operation.path, [operation]))
      }
    }
    return Node(byPath.map { path, operations in (path, Node(operations.map { ($0.method.lowercased(), $0.node) })) })
  }

  private static let components: Node = [
    "securitySchemes": [
      "token": [
        "type": "http", "scheme": "bearer",
        "description": "A token of /oauth2/token; a bound one comes with the scheme DPoP and a proof (RFC 9449)",
      ],
      "client": [
        "type": "http", "scheme": "basic", "description": "client_id and client_secret; or see the form's members",
      ],
    ],
    "schemas": Node(
      [("Problem", problem), ("CSCError", error), ("OAuthError", error)] + CSCOperations.schemas
        + SignatoryOperations.schemas),
  ]

  private static let problem = Node.object(
    [
      ("type", .pattern("^urn:sealgate:problem:")), ("title", .string), ("status", .integer), ("detail", .string),
      ("findings", .list(finding)),
    ], optional: [("instance", .string)])

  private static let finding: Node = ["type": "object"]

  private static let error = Node.object([("error", .string), ("error_description", .string)])
}

/// `GET /openapi.json`.
struct DescribeAPI: Endpoint {
  func answer(_: Call) async throws(GatewayError) -> Reply { .found(OpenAPIDocument.json) }
}
