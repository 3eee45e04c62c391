import Documents
import Evidence
import TestSupport
import Testing

/// One case of the YAML test suite, read by our own reader.
private struct SuiteCase {
  let id: String
  let text: [UInt8]
  let fails: Bool
  let json: String?

  /// The cases of one file. A text or tree that a later case leaves out is that of the case before; a verdict is not.
  static func all(in file: String) throws -> [SuiteCase] {
    let document = try Document(yaml: try Vectors.bytes("corpora/yaml/\(file)"))
    let name = file.dropFirst("src/".count).dropLast(".yaml".count)
    var inherited: [String: Document] = [:]
    return try document.read(as: .list(of: .map(of: .document))).enumerated().map { index, members in
      inherited.merge(members) { $1 }
      return SuiteCase(
        id: "\(name)/\(index)", text: spelled(try inherited["yaml"]?.read(as: .string) ?? ""),
        fails: try members["fail"]?.read(as: .bool) ?? false, json: try? inherited["json"]?.read(as: .string))
    }
  }

  /// The suite spells white space and other odd characters visibly.
  private static func spelled(_ text: String) -> [UInt8] {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "␣": result.append(" ")
      case "—": break
      case "»": result.append("\t")
      case "←": result.append("\r")
      case "⇔": result.append("\u{FEFF}")
      case "↵": break
      case "∎": break
      default: result.append(scalar)
      }
    }
    // "∎" ends a text without a line end; the block's own one follows the sign.
    if text.unicodeScalars.contains("∎"), result.last == "\n" { result.removeLast() }
    return Array(String(result).utf8)
  }
}

struct YAMLSuiteTests {
  /// Wrong texts that libyaml 0.2.5 takes. None of them reads as something that a reviewer would not expect.
  private static let takenThoughWrong: [String: String] = [
    "9C9N/0": "a flow sequence whose later lines are not indented",
    "9JBA/0": "a comment sign right after a closing bracket",
    "CVW2/0": "a comment sign right after a comma",
    "DK95/1": "a quoted text whose second line is indented by a tab",
    "G5U8/0": "plain dashes in a flow sequence",
    "QB6E/0": "a quoted text whose later lines are not indented",
    "S98Z/0": "a block text that begins with more spaces than its first line",
    "SU5Z/0": "a comment sign right after a quoted text",
    "X4QW/0": "a comment sign right after a block indicator",
    "YJV2/0": "a plain dash in a flow sequence",
    "Y79Y/3": "a line of a flow sequence that is indented by a tab",
  ]

  /// Right texts that libyaml 0.2.5, a parser of YAML 1.1, reads otherwise than YAML 1.2 says.
  private static let readOtherwise: [String: String] = [
    "652Z/0": "?foo in a flow mapping is a key indicator and foo",
    "HM87/1": "[?x] is a mapping with the key x",
    "JEF9/2": "spaces without a line end after |+ make no line",
    "L24T/1": "spaces without a line end after a block text make no line",
  ]

  @Test(.needsVectors, arguments: Vectors.index("corpora/yaml"))
  func `a wrong text is refused and a right one is refused or read as the suite says`(row: Vectors.Row) throws {
    for sample in try SuiteCase.all(in: row.file) {
      let found = try? Document(yaml: sample.text)
      if sample.fails {
        #expect((found != nil) == (Self.takenThoughWrong[sample.id] != nil), "\(sample.id)")
      } else if let json = sample.json, let found, let expected = try? Document(json: Array(json.utf8)).jsonValue() {
        #expect((try found.jsonValue() != expected) == (Self.readOtherwise[sample.id] != nil), "\(sample.id)")
      }
    }
  }

  @Test(.needsVectors)
  func `the suite is there, wrong and right, and most right texts are read`() throws {
    let samples = try Vectors.index("corpora/yaml").flatMap { try SuiteCase.all(in: $0.file) }
    #expect(samples.count(where: \.fails) == 94)
    #expect(Set(samples.map(\.id)).isSuperset(of: [String](Self.takenThoughWrong.keys) + Self.readOtherwise.keys))
    let read = samples.count { !$0.fails && (try? Document(yaml: $0.text)) != nil }
    #expect(read == 170)
  }
}
