extension Verb {
  static let all = [check]

  static let check = Verb(
    name: "check", summary: "say everything that is wrong with a script, without a token",
    operands: ["SCRIPT"],
    options: [
      .workdir,
      Option("--plan", nil, "print what each step would do"),
      .json,
    ],
    description: """
      Reads a ceremony script and checks all that can be known without a token: its
      members, the certificate profiles against the gates for CA certificates, the
      issuer's certificate, the PIN file's mode, and that no output exists yet.
      """)
}
