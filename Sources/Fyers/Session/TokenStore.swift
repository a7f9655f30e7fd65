import Market
import WireText

/// The file that keeps the day's token: `fyers-token.json` in the data folder, for its owner only.
///
/// Tokens of a simulator are kept apart, in `simulator-token.json`, so that a rehearsal can neither
/// replace the broker's token nor see it.
public struct TokenStore: Sendable {
  /// The data folder.
  public let folder: String
  /// Whether it keeps tokens of a simulator.
  public let isRehearsal: Bool
  /// The file.
  public var path: String {
    folder + (isRehearsal ? "/simulator-token.json" : "/fyers-token.json")
  }

  /// The largest file read.
  private static let sizeLimit = 64 << 10

  /// A store in this folder.
  public init(folder: String, isRehearsal: Bool = false) {
    self.folder = folder
    self.isRehearsal = isRehearsal
  }

  /// The data folder of an environment: `SAUDA_DATA_DIR`, else `~/.local/share/sauda`.
  ///
  /// - Parameters:
  ///   - dataDirectory: The value of `SAUDA_DATA_DIR`; nil or empty when it is not set.
  ///   - home: The home folder.
  /// - Returns: The folder.
  public static func dataFolder(dataDirectory: String?, home: String) -> String {
    if let dataDirectory, !dataDirectory.isEmpty { return dataDirectory }
    return home + "/.local/share/sauda"
  }

  /// Writes a token: whole, or not at all.
  ///
  /// - Parameter token: The token.
  /// - Throws: ``FyersError/file(_:)``.
  public func save(_ token: AccessToken) throws(FyersError) {
    let text = JSONValue.object([
      "app_id": .string(token.appID), "access_token": .string(token.jwt.reveal()),
      "expires_at": .integer(token.expiry.milliseconds / 1_000),
    ]).pythonText
    do {
      try PrivateFile.write(Array((text + "\n").utf8), to: path, folder: folder)
    } catch {
      throw .file(error.description)
    }
  }

  /// Reads the token.
  ///
  /// - Parameter appID: The configured app; empty when the file is to say it.
  /// - Returns: The token; nil when there is no file.
  /// - Throws: ``FyersError/file(_:)`` when the file is open to others or holds something else.
  public func load(appID: String) throws(FyersError) -> AccessToken? {
    let bytes: [UInt8]
    do {
      guard let found = try PrivateFile.read(path, limit: Self.sizeLimit) else { return nil }
      bytes = found
    } catch {
      throw .file(error.description)
    }
    do {
      let json = try BrokerJSON.reply(bytes)
      guard let text = json["access_token"]?.text, let owner = json["app_id"]?.text else {
        throw TokenError.malformed
      }
      guard appID.isEmpty || appID == owner else { throw TokenError.otherApp }
      return try AccessToken(Secret(text), appID: owner)
    } catch let error as TokenError {
      throw .file("\(path): \(error.description)")
    } catch {
      throw .file("\(path): expected a saved token, was something else; run `sauda login`")
    }
  }

  /// A mark that changes when the file is replaced, for a running program that waits for a new
  /// token; nil when there is no file.
  public var mark: String? { PrivateFile.mark(path) }
}

/// Notices that `sauda login` wrote a new token while a session runs.
public struct TokenWatch: Sendable {
  private let store: TokenStore
  private let appID: String
  private var mark: String?

  /// A watch that has seen no file yet.
  ///
  /// - Parameters:
  ///   - store: The file's place.
  ///   - appID: The configured app; empty when the file is to say it.
  public init(store: TokenStore, appID: String) {
    self.store = store
    self.appID = appID
  }

  /// Looks at the file; to be called about once a second.
  ///
  /// - Returns: The token when the file is new or was replaced; nil when nothing changed.
  /// - Throws: ``FyersError/file(_:)`` once for a file that cannot be used.
  public mutating func newToken() throws(FyersError) -> AccessToken? {
    let seen = store.mark
    guard seen != mark else { return nil }
    mark = seen
    return try store.load(appID: appID)
  }
}
