public import Logging
import Synchronization

/// A log handler that lets no secret through to the one behind it.
///
/// Known secrets are replaced wherever they stand, and so is everything that has the shape of a
/// token. Messages are also made one line.
public struct RedactingLogHandler: LogHandler {
  /// The secrets known so far; shared by all handlers of a program.
  public final class Vault: Sendable {
    private let secrets = Mutex<[String]>([])

    /// Knows no secret.
    public init() {}

    /// Adds a secret; one of fewer than four bytes is not looked for.
    public func add(_ secret: Secret) {
      let text = secret.reveal()
      guard text.utf8.count >= 4 else { return }
      secrets.withLock { if !$0.contains(text) { $0.append(text) } }
    }

    /// A text without secrets.
    public func cleaned(_ text: String) -> String {
      var result = text
      for secret in secrets.withLock({ $0 }) { result = result.replacing(secret, with: "***") }
      return Redactor.cleaned(result)
    }
  }

  private var inner: any LogHandler
  private let vault: Vault

  /// A handler in front of another.
  public init(_ inner: any LogHandler, vault: Vault) {
    self.inner = inner
    self.vault = vault
  }

  /// The level of the handler behind.
  public var logLevel: Logger.Level {
    get { inner.logLevel }
    set { inner.logLevel = newValue }
  }

  /// The metadata of the handler behind, which was cleaned when it was set.
  public var metadata: Logger.Metadata {
    get { inner.metadata }
    set { inner.metadata = newValue.mapValues(cleaned) }
  }

  /// The metadata provider of the handler behind; its values are cleaned when a line is written.
  public var metadataProvider: Logger.MetadataProvider? {
    get { inner.metadataProvider }
    set {
      let vault = vault
      inner.metadataProvider = newValue.map { provider in
        Logger.MetadataProvider {
          provider.get().mapValues { .string(vault.cleaned($0.description)) }
        }
      }
    }
  }

  /// One value of the metadata.
  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { inner[metadataKey: key] }
    set { inner[metadataKey: key] = newValue.map(cleaned) }
  }

  private func cleaned(_ value: Logger.Metadata.Value) -> Logger.Metadata.Value {
    .string(vault.cleaned(value.description))
  }

  /// Writes a line without secrets.
  public func log(event: LogEvent) {
    var clean = event
    clean.message = "\(vault.cleaned(event.message.description))"
    clean.metadata = event.metadata?.mapValues(cleaned)
    clean.error = event.error.map { CleanedError(description: vault.cleaned("\($0)")) }
    inner.log(event: clean)
  }

  /// What an error said, without secrets.
  private struct CleanedError: Error, CustomStringConvertible {
    let description: String
  }
}
