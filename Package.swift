// swift-tools-version: 6.2
// No package dependency: outside code comes in as Debian's C libraries, through system library targets.
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

func system(_ name: String, _ pkgConfig: String, _ apt: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tool(_ name: String, _ dependencies: [Target.Dependency], _ linker: [LinkerSetting] = []) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict, linkerSettings: linker)
}

func tests(_ module: String, _ more: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(module)Tests",
    dependencies: [.target(name: module), "TestSupport"] + more,
    swiftSettings: strict)
}

// The table of design.md: what each module may import. `scripts/check-imports` holds the sources to it.
let signingImports: [Target.Dependency] = [
  "Evidence", "PolicyGates", "Records", "TokenPool", "Cryptography", "X509", "DER",
]

let package = Package(
  name: "sealgate",
  products: [
    .executable(name: "key-ceremony", targets: ["key-ceremony"]),
    .executable(name: "signing-gateway", targets: ["signing-gateway"]),
    .executable(name: "policy-gates", targets: ["policy-gates"]),
  ],
  targets: [
    system("CCryptoki", "p11-kit-1", "libp11-kit-dev"),
    system("COpenSSL", "libcrypto", "libssl-dev"),
    system("CSQLite", "sqlite3", "libsqlite3-dev"),
    system("CYAML", "yaml-0.1", "libyaml-dev"),
    system("CJansson", "jansson", "libjansson-dev"),
    system("CCurl", "libcurl", "libcurl4-openssl-dev"),
    system("CZlib", "zlib", "zlib1g-dev"),
    system("CFIDO2", "libfido2", "libfido2-dev"),
    system("CCBOR", "libcbor", "libcbor-dev"),
    .target(
      name: "CHTTPServer",
      // Beast asserts on what a peer may send ("0\r\n" ahead of its CRLF); the parser is right without them.
      cxxSettings: [.unsafeFlags(["-Wall", "-Wextra"]), .define("BOOST_DISABLE_ASSERTS")],
      linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto"), .linkedLibrary("pthread")]),

    library("Evidence"),
    library("CommandLineTools", ["Evidence"]),
    library("DER"),
    library("X509", ["DER"]),
    library("Cryptography", ["Evidence", "X509", "DER", "COpenSSL", "CZlib"]),
    library("Documents", ["Evidence", "DER", "CYAML", "CJansson"]),
    library("Applications", ["Evidence", "Documents", "Cryptography", "DER", "X509"]),
    library("CSC", ["Evidence", "Documents", "Cryptography", "DER", "X509"]),
    library("WebAuthn", ["Evidence", "Documents", "Cryptography", "DER", "X509", "CFIDO2", "CCBOR"]),
    library("OAuth", ["Evidence", "Documents", "Cryptography", "DER", "X509"]),
    library("SecretSharing", ["Cryptography"]),
    library("PKCS11", ["CCryptoki"]),
    library("TokenPool", ["PKCS11", "Evidence", "Cryptography", "DER"]),
    library("Attestation", ["Evidence", "DER", "X509", "Cryptography"]),
    library("PolicyGates", ["Evidence", "DER", "X509"]),
    library(
      "Assembly",
      ["Evidence", "DER", "X509", "Cryptography", "Documents", "Applications", "Attestation", "PolicyGates", "Records"]),
    library("Records", ["Evidence", "Cryptography"]),
    library("RecordStores", ["Records", "Evidence", "CSQLite"]),
    library("Signing", signingImports),
    library(
      "KeyCeremony",
      ["PKCS11", "SecretSharing", "Signing", "Attestation", "Documents", "CommandLineTools", "WebAuthn"]
        + signingImports),
    library(
      "SigningGateway",
      [
        "CommandLineTools", "PKCS11", "Signing", "Applications", "Assembly", "Attestation", "Documents",
        "RecordStores", "CHTTPServer", "CCurl", "CSC", "OAuth", "WebAuthn",
      ] + signingImports),
    // Each ceremony hashes the program that holds it: three quarters of the file are symbols.
    tool(
      "key-ceremony", ["KeyCeremony"],
      [.unsafeFlags(["-Xlinker", "--strip-all"], .when(configuration: .release))]),
    tool("signing-gateway", ["SigningGateway"]),
    tool(
      "sealgate-bench",
      [
        "CommandLineTools", "Documents", "Applications", "Attestation", "PolicyGates", "Records", "RecordStores",
        "PKCS11", "TokenPool", "Evidence", "DER", "X509", "Cryptography", "WebAuthn",
      ]),
    tool(
      "policy-gates",
      [
        "CommandLineTools", "Documents", "Applications", "Attestation", "Assembly", "PolicyGates", "Records",
        "Evidence", "DER", "X509", "Cryptography",
      ]),

    .target(
      name: "TestSupport",
      dependencies: ["Evidence", "DER", "X509", "Cryptography", "PolicyGates", "PKCS11", "TokenPool", "COpenSSL"],
      path: "Tests/TestSupport", swiftSettings: strict),
    tests("Evidence"),
    tests("CommandLineTools", ["Evidence"]),
    tests("DER"),
    tests("X509", ["DER"]),
    tests("Cryptography", ["Evidence", "X509", "DER"]),
    tests("Documents", ["Evidence"]),
    tests("Applications", ["Evidence", "Documents", "Cryptography", "DER", "X509"]),
    tests("CSC", ["Evidence", "Documents", "Cryptography", "DER", "X509"]),
    tests("WebAuthn", ["Evidence", "Cryptography", "DER", "X509"]),
    tests("OAuth", ["Evidence", "Documents", "Cryptography", "DER", "X509"]),
    tests("SecretSharing", ["Cryptography", "Evidence"]),
    tests("PKCS11"),
    tests("TokenPool", ["PKCS11", "Evidence", "Cryptography", "Attestation", "PolicyGates"]),
    tests("Attestation", ["Evidence", "DER", "X509", "Cryptography"]),
    tests("PolicyGates", ["Evidence", "DER", "X509", "Cryptography"]),
    tests("Assembly", ["Attestation", "Applications", "Evidence", "DER", "X509", "Cryptography", "PolicyGates"]),
    .testTarget(
      name: "PolicyGatesToolTests",
      dependencies: [
        "policy-gates", "TestSupport", "CommandLineTools", "Applications", "Attestation", "Assembly", "PolicyGates",
        "Records", "RecordStores", "Evidence", "X509", "DER", "Cryptography",
      ],
      swiftSettings: strict),
    tests("Records", ["Evidence", "Cryptography"]),
    tests("RecordStores", ["Records", "Evidence", "Cryptography", "KeyCeremony"]),
    tests("Signing", ["RecordStores"] + signingImports),
    tests("KeyCeremony", ["PKCS11", "Signing", "Attestation", "Documents", "WebAuthn"] + signingImports),
    tests(
      "SigningGateway",
      [
        "Applications", "CommandLineTools", "PKCS11", "Signing", "Assembly", "Attestation", "Documents", "RecordStores",
        "CHTTPServer", "CSC", "OAuth", "WebAuthn",
      ]
        + signingImports),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["TestSupport", "Cryptography", "Documents", "Evidence", "WebAuthn", "X509", "DER"],
      swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)

// What fuzzing needs: the targets, which the ordinary tests use too, and, only where `scripts/fuzz` asks, the programs
// that libFuzzer drives.
func fuzzing(_ name: String, _ path: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Fuzz/\(path)",
    exclude: name == "AttestationTargets" ? ["seeds.tsv"] : [],
    swiftSettings: strict)
}

func fuzzer(_ name: String, _ targets: Target.Dependency) -> Target {
  .executableTarget(
    name: name, dependencies: ["FuzzDriver", targets], path: "Fuzz/\(name)", swiftSettings: strict)
}

package.targets += [
  fuzzing("FuzzSupport", "Support"),
  fuzzing("SyntaxTargets", "SyntaxTargets", ["FuzzSupport", "DER", "X509"]),
  fuzzing(
    "DocumentTargets", "DocumentTargets",
    [
      "FuzzSupport", "DER", "Evidence", "Documents", "Cryptography", "Attestation", "WebAuthn", "CSC", "OAuth",
    ]),
  fuzzing(
    "AttestationTargets", "AttestationTargets", ["FuzzSupport", "Evidence", "DER", "Cryptography", "Attestation"]),
  fuzzing(
    "GatewayTargets", "GatewayTargets",
    ["FuzzSupport", "Evidence", "Cryptography", "PKCS11", "KeyCeremony", "SigningGateway"]),
  fuzzing(
    "GateTargets", "GateTargets",
    ["FuzzSupport", "DER", "X509", "Evidence", "Cryptography", "Documents", "Applications", "PolicyGates"]),
]
package.targets.append(
  .testTarget(
    name: "FuzzTests",
    dependencies: [
      "FuzzSupport", "SyntaxTargets", "GateTargets", "DocumentTargets", "GatewayTargets", "AttestationTargets",
      "TestSupport", "DER", "X509", "Evidence", "PolicyGates", "Cryptography", "Documents",
    ],
    swiftSettings: strict))
if Context.environment["SEALGATE_FUZZ"] == "1" {
  package.targets += [
    fuzzing("FuzzDriver", "Driver", ["FuzzSupport"]),
    fuzzer("fuzz-syntax", "SyntaxTargets"),
    fuzzer("fuzz-gates", "GateTargets"),
    fuzzer("fuzz-gateway", "GatewayTargets"),
    fuzzer("fuzz-documents", "DocumentTargets"),
    fuzzer("fuzz-attestation", "AttestationTargets"),
  ]
}
