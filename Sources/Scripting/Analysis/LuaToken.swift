/// One token of Lua source.
struct LuaToken: Equatable {
  /// What kind of token.
  enum Kind: Equatable {
    case name
    case keyword
    case number
    case string
    case symbol
  }

  /// What kind.
  let kind: Kind
  /// Its bytes in the source.
  let range: Range<Int>
  /// The line it begins on, from 1.
  let line: Int
}
