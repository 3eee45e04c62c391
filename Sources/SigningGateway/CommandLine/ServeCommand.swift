internal import CommandLineTools
internal import Evidence

/// `signing-gateway serve`: from the configuration to the end of the process.
struct ServeCommand {
  let screen: Screen
  let clock: @Sendable () -> Instant

  func run(_ arguments: Arguments, _ configuration: Configuration) async throws(ToolFailure) -> Int32 {
    let log = OperatorLog(screen, json: arguments.has("--json"), clock: clock)
    // Before anything else, so that a signal during the start is not lost.
    let events = ProcessEvents()
    let service: Service
    do throws(StartError) {
      service = try await Service(
        configuration, createState: arguments.has("--create-state"), log: log, clock: clock)
    } catch {
      throw ToolFailure(error)
    }
    for (name, address) in service.addresses { screen.print("\(name) \(address)") }
    if configuration.demo { screen.print("demo: nothing here is for real") }
    if let digest = service.waitsFor {
      screen.print("waiting: two operators have to approve configuration sha-256:\(digest.hex)")
      screen.print("  hint: signing-gateway approve --digest \(digest.hex); see approve --help")
    }
    var isReady = service.isOpen
    if isReady { screen.print("ready") }
    for await event in events.stream {
      switch event {
      case .stop:
        log.say("stopping")
        await service.stop()
        log.say("stopped")
        return 0
      case .reload: service.reloadTLS()
      case .second:
        service.reloadTLSIfChanged()
        service.watchDevices()
        if !isReady, service.isOpen {
          isReady = true
          screen.print("ready")
        }
      }
    }
    return 0
  }
}

extension ToolFailure {
  fileprivate init(_ error: StartError) {
    switch error {
    case .configuration, .listener: self = .usage(error.description)
    case .issuer: self = .refused(error.description)
    case .token: self = .token(error.description)
    case .store: self = .store(error.description)
    }
  }
}
