internal import DER
internal import FuzzSupport

extension Syntax {
  /// A file of PEM blocks: written in our form, it reads as the same blocks.
  static let pem = FuzzTarget("pem") { input throws(BrokenPromise) in
    if let bytes = Base64.decode(input) {
      try promise(Array(Base64.encode(bytes).utf8) == input, "base64 has a second spelling")
    }
    guard let text = String(validating: input, as: UTF8.self) else { return false }
    let blocks: [PEM]
    do throws(DERError) { blocks = try PEM.blocks(text) } catch {
      _ = error.description
      return false
    }
    let written = blocks.map(\.text).joined()
    let again: [PEM]
    do throws(DERError) { again = try PEM.blocks(written) } catch {
      throw BrokenPromise("what was written cannot be read: \(error)")
    }
    try promise(again == blocks, "written and read, the blocks are others")
    return !blocks.isEmpty
  }
}
