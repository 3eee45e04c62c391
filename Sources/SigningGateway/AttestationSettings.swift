internal import Assembly
internal import Attestation
internal import DER
internal import Documents
internal import Evidence

/// The configuration's member `attestation`: what the operator adds to the anchors and advisories of this build.
struct AttestationSettings: Sendable {
  struct AnchorEntry: Sendable {
    let id: String
    let formats: [String]
    let role: Anchor.Role
    let file: String
  }

  var anchors: [AnchorEntry] = []
  /// A reviewed file of its own.
  var advisories: String?
  var evidenceArc: ObjectIdentifier?
  var evidencePurpose: ObjectIdentifier?
  var legacy: Set<LegacyAlgorithm> = []

  static var shape: FieldShape<AttestationSettings> {
    .object { fields throws(DocumentError) in
      AttestationSettings(
        anchors: try fields.optional("anchors", as: .list(of: AnchorEntry.shape, count: 0...1000)) ?? [],
        advisories: try fields.optional("advisories", as: .string),
        evidenceArc: try fields.optional("evidence-arc", as: .objectIdentifier),
        evidencePurpose: try fields.optional("evidence-purpose", as: .objectIdentifier),
        legacy: Set(try fields.optional("accept-legacy", as: .list(of: .choice)) ?? []))
    }
  }

  /// Reads the files that the settings name; they count in the configuration digest.
  func appraisal(_ files: inout SourceFiles) throws(ConfigurationError) -> AppraisalSettings {
    var settings = AppraisalSettings(evidenceArc: evidenceArc, evidencePurpose: evidencePurpose, legacy: legacy)
    guard evidencePurpose == nil || evidenceArc != nil else {
      throw ConfigurationError(
        file: "configuration", problem: "$.attestation.evidence-purpose: means nothing without evidence-arc")
    }
    guard Set(anchors.map(\.id)).count == anchors.count else {
      throw ConfigurationError(file: "configuration", problem: "$.attestation.anchors: an id occurs twice")
    }
    for entry in anchors {
      let content = try files.read(entry.file)
      do throws(AttestationError) {
        settings.anchors += try Anchor.added(
          from: content, name: entry.id, formats: Set(entry.formats), roles: [entry.role], origin: "configuration")
      } catch {
        throw ConfigurationError(file: files.path(entry.file), problem: error.description)
      }
    }
    if let advisories {
      let content = try files.read(advisories)
      do throws(DocumentError) { settings.advisories = try Document(yaml: content).read(as: Advisory.document) } catch {
        throw ConfigurationError(file: files.path(advisories), problem: error.description)
      }
    }
    return settings
  }
}

extension FieldShape where Value == ObjectIdentifier {
  fileprivate static var objectIdentifier: FieldShape {
    .text("an object identifier in dotted form") { ObjectIdentifier($0) }
  }
}

extension AttestationSettings.AnchorEntry {
  fileprivate static var shape: FieldShape<AttestationSettings.AnchorEntry> {
    .object { fields throws(DocumentError) in
      let known = Formats.names
      return AttestationSettings.AnchorEntry(
        id: try fields.required(
          "id", as: .text("a name of letters, digits, '-' and '_'") { Route.isName($0) ? $0 : nil }),
        formats: try fields.required(
          "formats",
          as: .list(
            of: .text("one of \(known.joined(separator: ", "))") { known.contains($0) ? $0 : nil }, count: 1...100)),
        role: try fields.optional("role", as: .choice) ?? .manufacturer,
        file: try fields.required("file", as: .string))
    }
  }
}
