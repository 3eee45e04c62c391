/// How a content stands in the vault's column: on pages of its own, which are overwritten as a whole when it is erased.
///
/// Where SQLite splits or joins the pages of a table it leaves traces of rows that stood there, and `secure_delete` overwrites
/// only the place where a row stood last. A long row has its beginning on such a page and the rest on overflow pages, which
/// belong to it alone and never move. So zeros come first, as many as can stand on the table's page, and fill the end.
enum VaultFrame {
  /// More than `least` of our pages.
  private static let lead = 512

  /// The content between zeros.
  static func frame(_ content: [UInt8], pageSize: Int) -> [UInt8] {
    let (least, overflow) = (least(pageSize), pageSize - 4)
    var frame = [UInt8](repeating: 0, count: lead) + content
    // Of a column so long, `least` bytes stay, and the rest fills its pages.
    let beyond = (frame.count - least) % overflow
    frame += [UInt8](repeating: 0, count: (overflow - beyond) % overflow)
    return frame
  }

  /// The content of a frame; nil where it has not this size, or anything but zeros is around it.
  static func content(_ frame: [UInt8], size: Int64) -> [UInt8]? {
    guard let size = Int(exactly: size), size >= 0, size <= frame.count - lead else { return nil }
    let (before, after) = (frame.prefix(lead), frame.dropFirst(lead + size))
    guard before.allSatisfy({ $0 == 0 }), after.allSatisfy({ $0 == 0 }) else { return nil }
    return Array(frame[lead..<(lead + size)])
  }

  /// The `M` of the file format's "B-tree Cell Format": with K = M + (P - M) % (U - 4), what stays of a payload of P bytes is M
  /// bytes and those of the columns before.
  private static func least(_ pageSize: Int) -> Int { (pageSize - 12) * 32 / 255 - 23 }
}
