internal import CommandLineTools
internal import Evidence
internal import RecordStores
internal import Records

/// `signing-gateway log open-acceptances`.
struct OpenAcceptancesCommand {
  let screen: Screen
  let clock: @Sendable () -> Instant

  func run(_ arguments: Arguments, _ configuration: Configuration) async throws(ToolFailure) -> Int32 {
    let open: [OpenAcceptance]
    do { open = try await OpenAcceptancesCommand.log(configuration).openAcceptances() } catch {
      throw .store("\(error)")
    }
    let now = clock()
    let overdue = open.count { $0.due <= now }
    for acceptance in open {
      let isOverdue = acceptance.due <= now
      if arguments.has("--json") {
        screen.print(
          JSONValue.object([
            "decision": .string(acceptance.decision.text), "due": .string(acceptance.due.description),
            "overdue": .bool(isOverdue),
          ]))
      } else {
        screen.print("\(acceptance.decision) due \(acceptance.due)\(isOverdue ? " overdue" : "")")
      }
    }
    if !arguments.has("--json") { screen.print("\(open.count) open, \(overdue) overdue") }
    return overdue == 0 ? 0 : 1
  }

  private static func log(_ configuration: Configuration) throws(ToolFailure) -> SQLiteLog {
    do { return try SQLiteLog(path: configuration.state) } catch { throw .store(error.description) }
  }
}
