import Logging
import Synchronization
import TestSupport
import Testing

@testable import Fyers

@Suite("Logs without secrets")
struct RedactingLogTests {
  /// Keeps lines as a log file would.
  struct Keeper: LogHandler {
    let lines: EventLog<String>
    var logLevel: Logger.Level = .trace
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(lines: EventLog<String>) { self.lines = lines }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let provided = metadataProvider?.get() ?? [:]
      lines.append("\(event.message) \(event.metadata ?? [:]) \(metadata) \(provided)")
    }
  }

  @Test("neither known secrets nor token shapes pass, in messages or metadata")
  func redaction() throws {
    let lines = EventLog<String>()
    let vault = RedactingLogHandler.Vault()
    let token = try AccessToken.fixture()
    vault.add(token.jwt)
    vault.add(Secret("pin-4711"))
    var logger = Logger(label: "test") { _ in
      RedactingLogHandler(Keeper(lines: lines), vault: vault)
    }
    logger.logLevel = .trace
    logger[metadataKey: "kept"] = "\(token.header.reveal())"
    logger.error("login with \(token.jwt.reveal()) and pin-4711", metadata: ["x": "pin-4711"])
    logger.warning("other \(AccessToken.jwt(expirySeconds: 1))\nforged line")
    logger.info("\(token) \(FyersRequest(.profile).call(to: .production, token: token))")
    let shown = lines.all.joined(separator: "\n")
    #expect(lines.all.count == 3)
    #expect(!shown.contains("CANARY"))
    #expect(!shown.contains("eyJ"))
    #expect(!shown.contains("4711"))
    #expect(!lines.all[1].contains("\n"))
  }

  @Test("a running session notices a new token file once")
  func watch() throws {
    let store = TokenStore(folder: try temporaryFolder())
    var watch = TokenWatch(store: store, appID: "APP-100")
    #expect(try watch.newToken() == nil)
    try store.save(try .fixture())
    #expect(try watch.newToken() == (try .fixture()))
    #expect(try watch.newToken() == nil)
    try store.save(try .fixture(signature: "fresh"))
    #expect(try watch.newToken() == (try .fixture(signature: "fresh")))
  }
}
