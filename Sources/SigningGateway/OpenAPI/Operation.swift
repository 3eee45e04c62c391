internal import Evidence

/// One method at one address, as the document describes it.
struct Operation {
  let method: String
  let path: String
  let summary: String
  let tag: String
  var parameters: [Node] = []
  /// The body of a request: its type and its schema.
  var body: (kind: Route.BodyKind, schema: Node)?
  /// Nil: nobody asks who calls.
  var security: [Node]?
  var answers: [DescribedAnswer]

  var node: Node {
    var members: [(String, Node)] = [
      ("summary", Node(.string(summary))), ("tags", [Node(.string(tag))]), ("operationId", Node(.string(name))),
      ("responses", Node(responses)),
    ]
    if !parameters.isEmpty { members.append(("parameters", Node(.array(parameters.map(\.json))))) }
    if let body {
      let content: Node = [body.kind.rawValue: ["schema": body.schema]]
      members.append(("requestBody", ["required": true, "content": content]))
    }
    if let security { members.append(("security", Node(.array(security.map(\.json))))) }
    return Node(members)
  }

  /// Such as `post-csc-v2-credentials-list`.
  private var name: String {
    let parts = path.split(separator: "/").map { $0.filter { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." } }
    return ([method.lowercased()] + parts).joined(separator: "-")
  }

  private var responses: [(String, Node)] {
    let all = answers + DescribedAnswer.everywhere(hasBody: body != nil)
    let statuses = Set(all.map(\.status)).sorted()
    return statuses.map { status in ("\(status)", DescribedAnswer.node(all.filter { $0.status == status })) }
  }
}

/// What an operation may answer under one status. Under one status there may be several, by their types of content.
struct DescribedAnswer {
  let status: Int
  let description: String
  /// Nil: no body.
  var content: (type: String, schema: Node)?
  var headers: [String] = []

  static func json(_ status: Int, _ description: String, _ schema: Node, headers: [String] = []) -> DescribedAnswer {
    DescribedAnswer(status: status, description: description, content: ("application/json", schema), headers: headers)
  }

  static func problem(_ status: Int, _ description: String, headers: [String] = []) -> DescribedAnswer {
    DescribedAnswer(
      status: status, description: description, content: ("application/problem+json", .ref("Problem")),
      headers: headers)
  }

  /// What the router itself says, and a gateway whose configuration waits for approval.
  static func everywhere(hasBody: Bool) -> [DescribedAnswer] {
    let common = [
      problem(400, "The address cannot be read, or a parameter of its query occurs twice"),
      problem(503, "The service cannot work now"),
      problem(500, "An incident; nothing was released"),
    ]
    guard hasBody else { return common }
    return common + [problem(413, "The body is too large"), problem(415, "The body is of another type")]
  }

  fileprivate static func node(_ answers: [DescribedAnswer]) -> Node {
    var members: [(String, Node)] = []
    if let description = answers.first?.description { members.append(("description", Node(.string(description)))) }
    let contents = answers.compactMap(\.content)
    if !contents.isEmpty {
      let types = Set(contents.map(\.type)).sorted()
      members.append(
        (
          "content",
          Node(
            types.map { type in
              let schemas = contents.filter { $0.type == type }.map(\.schema)
              let first = schemas.first ?? .any
              return (
                type, ["schema": schemas.count == 1 ? first : ["anyOf": Node(.array(schemas.map(\.json)))]]
              )
            })
        ))
    }
    let headers = Set(answers.flatMap(\.headers)).sorted()
    if !headers.isEmpty { members.append(("headers", Node(headers.map { ($0, ["schema": .string]) }))) }
    return Node(members)
  }
}
