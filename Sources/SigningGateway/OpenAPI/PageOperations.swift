/// The pages that signatories see, and what they are made of.
enum PageOperations {
  static let all = [
    page("/signatory/consent/{handle}", "Shows what would be signed", [SignatoryOperations.name("handle")]),
    page("/signatory/enrol", "Enrols a passkey", []),
    page("/signatory/authenticators", "One's own authenticators", []),
    Operation(
      method: "GET", path: "/signatory/assets/{name}", summary: "What the pages are made of", tag: "pages",
      parameters: [SignatoryOperations.name("name")],
      answers: assets + [.problem(404, "There is no such part")]),
  ]

  /// A language that the pages do not have is none at all: they are then in English.
  private static func page(_ path: String, _ summary: String, _ parameters: [Node]) -> Operation {
    let language: Node = ["name": "lang", "in": "query", "required": false, "schema": .string]
    return Operation(
      method: "GET", path: path, summary: summary, tag: "pages", parameters: parameters + [language],
      answers: [
        DescribedAnswer(
          status: 200, description: "A page", content: ("text/html; charset=utf-8", .string),
          headers: ["Content-Security-Policy", "Content-Language"])
      ] + (parameters.isEmpty ? [] : [.problem(404, "The address is none of ours")]))
  }

  private static let assets = ["text/javascript; charset=utf-8", "text/css; charset=utf-8", "image/svg+xml"].map {
    DescribedAnswer(status: 200, description: "The part", content: ($0, .string), headers: ["X-Content-Type-Options"])
  }
}
