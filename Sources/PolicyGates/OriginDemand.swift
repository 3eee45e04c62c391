/// What is asked of the place where a key was born.
public enum OriginDemand: String, Sendable, Hashable, CaseIterable {
  /// Nothing: the policy lets subjects keep their keys where they like.
  case none
  /// That signed evidence holds and shows a key that was generated inside and cannot leave; no register of devices.
  case origin
  /// A secure cryptographic device of the operator's register: NCP+, and what the terms require a device for.
  case secureDevice = "secure-device"
  /// A QSCD of the operator's register: the -qscd policies.
  case qscd
  /// A CA's own key, which the ceremony reads from its token.
  case caKey = "ca-key"

  /// A register of devices must know the device.
  var needsRegisteredDevice: Bool { self == .secureDevice || self == .qscd }
}
