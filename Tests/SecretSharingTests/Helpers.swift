import Cryptography
import Foundation
import SecretSharing
import TestSupport

func secret(_ bytes: [UInt8]) -> SecretBytes {
  var bytes = bytes
  return SecretBytes(&bytes)
}

func secret(_ text: String) -> SecretBytes { secret(Array(text.utf8)) }

func bytes(_ secret: borrowing SecretBytes) -> [UInt8] { secret.withBytes { Array($0) } }

func words(_ share: MnemonicShare) -> String { String(decoding: bytes(share.words), as: UTF8.self) }

func share(_ text: String) throws -> MnemonicShare {
  var bytes = Array(text.utf8)
  return try MnemonicShare(&bytes)
}

func shares(_ lines: [String]) throws -> [MnemonicShare] { try lines.map { try share($0) } }

/// Why something was refused.
func refusal(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "taken"
  } catch {
    return "\(error)"
  }
}

/// Bytes that look random and are the same each time.
struct Pattern {
  var state: UInt64

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
  }
}

/// Made with PyPI's shamir-mnemonic 0.3.0.
enum Reference {
  static let short: [UInt8] = Array(0..<16)
  static let long: [UInt8] = Array(0..<32)

  /// 2 of 3, not extendable, exponent 0, no passphrase.
  static let ofShort = [
    """
    crowd away academic acid burning sympathy slice group mansion volume yoga declare numb machine scene triumph nail \
    disaster should eclipse
    """,
    """
    crowd away academic agency coding making talent starting bolt ladybug upgrade prisoner coal extra papa plastic \
    moment drove library center
    """,
    """
    crowd away academic always clay index ultimate raspy pumps year threaten prisoner genuine cause aviation herald \
    method puny nuclear omit
    """,
  ]

  /// 3 of 5, extendable, exponent 1, passphrase "correct horse".
  static let ofLong = [
    """
    stay desert academic acne antenna daughter weapon blanket remove phrase agency aviation avoid forbid impulse \
    mixture angry improve ultimate crunch video paid voice herald short that drove liquid grant medal negative \
    pleasure herald
    """,
    """
    stay desert academic agree agree usher pumps dryer epidemic invasion symbolic grownup hour deploy escape clinic \
    rocky zero merchant snapshot raspy exhaust amount mental spew victim laden grill royal mason tension steady flavor
    """,
    """
    stay desert academic amazing auction cards evaluate sack fraction retreat stilt silver expand lungs medal moisture \
    elbow indicate voting bumpy switch rainbow magazine modern mason phrase party afraid revenue mandate impulse \
    reunion escape
    """,
    """
    stay desert academic arcade activity rumor advocate traveler practice hobo acquire peaceful daisy terminal reaction \
    clay volume wealthy mama tracks paid graduate iris husband mobile pumps texture teaspoon broken lunch amazing smear \
    image
    """,
    """
    stay desert academic axle animal railroad august cage salary result hour spelling location voting nail location \
    payment machine jury husband tolerate curly fluff romantic auction sister grant veteran modify exchange duckling \
    ting response
    """,
  ]

  static let grouped: [UInt8] = (0..<16).map { UInt8(0xFF - 0x11 * $0) }

  /// 2 of 3 groups: 1 of 1, 2 of 3, 3 of 5. Extendable, exponent 0.
  static let ofGrouped = [
    """
    revenue spend acrobat leader bracelet guitar hesitate laser finance belong vintage diploma famous improve holy alto \
    writing paid pistol hobo
    """,
    """
    revenue spend beard leaf agency ounce fridge quantity broken aircraft kitchen clothes teammate transfer explain \
    deny finance total thunder grant
    """,
    """
    revenue spend beard lily dictate shaped liberty club prayer veteran declare dynamic grumpy science identify deploy \
    bishop have excuse hesitate
    """,
    """
    revenue spend beard lungs coastal debris tofu craft dough wisdom tracks ajar daisy pupal forecast leaves stadium \
    desktop company mailman
    """,
    """
    revenue spend ceramic learn alarm harvest revenue short maximum finance lizard rainbow elite unfold beaver render \
    priest jacket burning story
    """,
    """
    revenue spend ceramic lips clinic reject pants silver crisis humidity fiber anxiety invasion multiple uncover voice \
    cause purchase western minister
    """,
    """
    revenue spend ceramic luxury charity radar math miracle practice formal album beaver prize tactics parcel idea \
    counter explain building clock
    """,
  ]
}
