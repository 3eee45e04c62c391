/// An identifier of X.690, 8.1.2: class, form and number.
public struct DERTag: Sendable, Hashable {
  public enum Class: UInt8, Sendable, Hashable, CaseIterable {
    case universal, application, context, `private`
  }

  public let tagClass: Class
  public let isConstructed: Bool
  public let number: UInt32

  public init(_ tagClass: Class, _ number: UInt32, constructed: Bool) {
    self.tagClass = tagClass
    self.isConstructed = constructed
    self.number = number
  }

  /// `[number]` before a constructed or explicitly tagged type, or, with `constructed` false, before a primitive one.
  public static func context(_ number: UInt32, constructed: Bool) -> DERTag {
    DERTag(.context, number, constructed: constructed)
  }

  public static let boolean = DERTag(.universal, 1, constructed: false)
  public static let integer = DERTag(.universal, 2, constructed: false)
  public static let bitString = DERTag(.universal, 3, constructed: false)
  public static let octetString = DERTag(.universal, 4, constructed: false)
  public static let null = DERTag(.universal, 5, constructed: false)
  public static let objectIdentifier = DERTag(.universal, 6, constructed: false)
  public static let enumerated = DERTag(.universal, 10, constructed: false)
  public static let sequence = DERTag(.universal, 16, constructed: true)
  public static let set = DERTag(.universal, 17, constructed: true)
  public static let utcTime = DERTag(.universal, 23, constructed: false)
  public static let generalizedTime = DERTag(.universal, 24, constructed: false)
}

extension DERTag: CustomStringConvertible {
  public var description: String {
    let form = isConstructed ? "constructed" : "primitive"
    switch tagClass {
    case .universal: return "\(DERTag.universalNames[number] ?? "UNIVERSAL \(number)") (\(form))"
    case .application: return "[APPLICATION \(number)] (\(form))"
    case .context: return "[\(number)] (\(form))"
    case .private: return "[PRIVATE \(number)] (\(form))"
    }
  }

  private static let universalNames: [UInt32: String] = [
    1: "BOOLEAN", 2: "INTEGER", 3: "BIT STRING", 4: "OCTET STRING", 5: "NULL", 6: "OBJECT IDENTIFIER",
    10: "ENUMERATED", 12: "UTF8String", 16: "SEQUENCE", 17: "SET", 18: "NumericString", 19: "PrintableString",
    20: "TeletexString", 22: "IA5String", 23: "UTCTime", 24: "GeneralizedTime", 26: "VisibleString",
    28: "UniversalString", 30: "BMPString",
  ]
}
