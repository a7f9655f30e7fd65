/// The names under which the data socket knows indices.
///
/// The table is the one bundled with fyers-apiv3 3.2.0; FYERS publishes a newer one at
/// `https://public.fyers.in/sym_details/index_hsm_mapping.json`.
public struct FeedIndexNames: Sendable {
  /// The names of a downloaded table; empty when there is none.
  public let downloaded: [String: String]

  /// Names with a downloaded table, which goes before the bundled one.
  public init(downloaded: [String: String] = [:]) { self.downloaded = downloaded }

  /// Names from the text of the downloaded table: an object of symbols and names.
  ///
  /// - Parameter json: The whole text.
  /// - Throws: ``WireJSONError`` when it is no JSON; entries that are no text are left out.
  public init(json: String) throws(WireJSONError) {
    var names: [String: String] = [:]
    for member in try WireJSONParser.parse(json).members ?? [] {
      if let name = member.value.string { names[member.key] = name }
    }
    downloaded = names
  }

  /// The display name of an index: downloaded, else bundled, else what stands between `:` and `-`.
  public func name(of symbol: String) -> String {
    if let name = downloaded[symbol], !name.isEmpty { return name }
    if let name = Self.bundled[symbol] { return name }
    let afterExchange = symbol.split(separator: ":", omittingEmptySubsequences: false).dropFirst()
    let text = afterExchange.first ?? Substring(symbol)
    return String(text.split(separator: "-", omittingEmptySubsequences: false).first ?? text)
  }
}
