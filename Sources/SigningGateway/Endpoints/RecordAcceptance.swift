internal import Documents
internal import Evidence
internal import Records

/// `POST /ca/v1/decisions/{id}/acceptance`: the subject accepted a certificate after its issuance (EN 319 411-1 6.3.4).
/// 201; 409 where the decision waits for none.
struct RecordAcceptance: Endpoint {
  let gateway: Gateway

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let requester = try await gateway.authorisation.requester(of: call)
    guard let id = DecisionID(call["id"]) else {
      throw .malformed(field: "path", problem: "a decision is named by 32 lower-case hexadecimal digits")
    }
    _ = try await gateway.decision(.id(id), for: requester)
    let acceptance = try RecordAcceptance.read(call.message.body, at: gateway.clock())
    do { try await gateway.journal.accept(id, acceptance, reportedBy: requester.id) } catch {
      throw GatewayError(error)
    }
    return .created(
      .object([
        "schema": .integer(1), "decisionId": .string(id.text), "act": .string(acceptance.act),
        "at": .optional(acceptance.at?.description), "by": .optional(acceptance.by),
        "record": .optional(acceptance.record),
      ]))
  }

  private static func read(_ bytes: [UInt8], at now: Instant) throws(GatewayError) -> Acceptance {
    do throws(DocumentError) {
      return try Document(json: bytes).read(
        as: .object { fields throws(DocumentError) in
          _ = try fields.required("schema", as: .integer(in: 1...1))
          let at = try fields.required("at", as: .instant)
          guard at <= now else { throw fields.error("at", "lies in the future") }
          return Acceptance(
            act: try fields.required("act", as: .words), at: at, by: try fields.required("by", as: .words),
            record: try fields.required("record", as: .words))
        })
    } catch {
      throw .malformed(error)
    }
  }
}

extension FieldShape where Value == String {
  /// A text that says something.
  static var words: FieldShape { .text("a text that is not empty") { $0.isEmpty ? nil : $0 } }
}
