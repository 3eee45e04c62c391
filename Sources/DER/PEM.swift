/// One PEM block of RFC 7468 in its strict form.
public struct PEM: Sendable, Hashable {
  /// Such as `CERTIFICATE`.
  public let label: String
  public let bytes: [UInt8]

  public init(label: String, bytes: [UInt8]) {
    self.label = label
    self.bytes = bytes
  }

  /// Reads exactly one block with this label; text before or after it is refused, save for line ends.
  public init(_ text: String, label: String) throws(DERError) {
    let blocks = try PEM.blocks(text)
    guard let block = blocks.first, blocks.count == 1 else {
      throw PEM.error("\(blocks.count) blocks", "exactly one", line: 0)
    }
    guard block.label == label else { throw PEM.error("label \(block.label)", label, line: 0) }
    self = block
  }

  /// Reads a file of blocks, one after another; text between them is refused, save for empty lines.
  ///
  /// Offsets of errors count lines, from 0.
  public static func blocks(_ text: String) throws(DERError) -> [PEM] {
    var blocks: [PEM] = []
    var label: String?
    var base64: [UInt8] = []
    for (number, line) in lines(text).enumerated() {
      guard let open = label else {
        if line.isEmpty { continue }
        guard let name = name(line, "-----BEGIN ") else { throw error("text", "-----BEGIN …-----", line: number) }
        label = name
        continue
      }
      if let name = name(line, "-----END ") {
        guard name == open else { throw error("the end of \(name)", "the end of \(open)", line: number) }
        guard let bytes = Base64.decode(base64), !bytes.isEmpty else {
          throw error("a body that is no base64", "base64 with padding", line: number)
        }
        blocks.append(PEM(label: open, bytes: bytes))
        (label, base64) = (nil, [])
      } else {
        guard !line.isEmpty, line.utf8.count <= 64 else {
          throw error("a line of \(line.utf8.count) characters", "1 to 64", line: number)
        }
        base64.append(contentsOf: line.utf8)
      }
    }
    if let label { throw error("no -----END \(label)-----", "one", line: lines(text).count) }
    return blocks
  }

  /// Lines of 64 characters, each ended by a line feed.
  public var text: String {
    var rest = Array(Base64.encode(bytes).utf8)[...]
    var text = "-----BEGIN \(label)-----\n"
    while !rest.isEmpty {
      text += String(decoding: rest.prefix(64), as: UTF8.self) + "\n"
      rest = rest.dropFirst(64)
    }
    return text + "-----END \(label)-----\n"
  }

  /// Lines end with LF or CR LF. Split over bytes, as CR LF is one Character to Swift.
  private static func lines(_ text: String) -> [String] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
    }
  }

  private static func name(_ line: String, _ opening: String) -> String? {
    guard line.hasPrefix(opening), line.hasSuffix("-----"), line.utf8.count > opening.utf8.count + 5 else { return nil }
    return String(line.dropFirst(opening.count).dropLast(5))
  }

  private static func error(_ found: String, _ required: String, line: Int) -> DERError {
    DERError(.badText, found: found, required: required, offset: line, path: ["PEM"])
  }
}
