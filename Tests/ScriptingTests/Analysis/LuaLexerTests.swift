import Testing

@testable import Scripting

@Suite("Reading Lua source")
struct LuaLexerTests {
  static let sources: [(String, [String])] = [
    ("", []), ("a.b", ["a", ".", "b"]), ("a..b", ["a", "..", "b"]), ("1..2", ["1..2"]),
    ("x=1 --c\ny", ["x", "=", "1", "y"]), ("--[[ a\n b ]] c", ["c"]), ("--[==[ ]] ]==] c", ["c"]),
    ("--[ not long\nd", ["d"]), ("'a\\'b' \"c\"", ["'a\\'b'", "\"c\""]),
    ("[[a]b]] [=[ ]] ]=]", ["[[a]b]]", "[=[ ]] ]=]"]),
    ("a[b[1]]", ["a", "[", "b", "[", "1", "]", "]"]),
    ("0x1p-3+3e+2", ["0x1p-3", "+", "3e+2"]), (".5 ...", [".5", "..."]),
    ("a//b<<c>=d~=e::f::", ["a", "//", "b", "<<", "c", ">=", "d", "~=", "e", "::", "f", "::"]),
    ("'\\z  \n x'", ["'\\z  \n x'"]), ("x=1 --c\ry", ["x", "=", "1", "y"]),
    ("--[[ a\r\n b\r]] c --[==\rd", ["c", "d"]), ("'a\\\r\nb' c", ["'a\\\r\nb'", "c"]),
    ("'a\\\n\rb' c", ["'a\\\n\rb'", "c"]), ("'a\\\rb' c", ["'a\\\rb'", "c"]),
  ]

  @Test("tokens are Lua's", arguments: sources)
  func tokens(source: String, expected: [String]) throws {
    let bytes = Array(source.utf8)
    let tokens = try #require(LuaLexer.tokens(of: bytes))
    #expect(tokens.map { String(decoding: bytes[$0.range], as: UTF8.self) } == expected)
  }

  @Test(
    "what is no Lua is not read",
    arguments: ["'a", "'a\nb'", "'a\rb'", "'a\\\n\nb'", "[[a", "--[[a", "a $ b", "a ` b"])
  func unreadable(source: String) { #expect(LuaLexer.tokens(of: Array(source.utf8)) == nil) }

  @Test("lines are counted through strings and comments")
  func lines() throws {
    let source = Array("a --[[\n\n]] b [[\n]] c '\\\n' d\r\ne".utf8)
    let tokens = try #require(LuaLexer.tokens(of: source))
    #expect(tokens.map(\.line) == [1, 3, 3, 4, 4, 5, 6])
  }

  @Test(
    "a line ends with a line feed, a carriage return, or one of each",
    arguments: [
      "a\nb", "a\rb", "a\r\nb", "a\n\rb", "a--\rb", "a--[[\n\r]]b", "a'\\\n\r'b",
      "a'\\z\r\n'b",
    ])
  func lineBreaks(text: String) throws {
    let lines = try #require(LuaLexer.tokens(of: Array(text.utf8))).map(\.line)
    #expect(lines.first == 1 && lines.last == 2)
    let many = Array("\(text)\n\n\r\r\n\r\rb".utf8)
    #expect(try #require(LuaLexer.tokens(of: many)).last?.line == 7)
  }

  static let programs: [(String, Bool)] = [
    ("local a <const>, b = 1, f(2) do local c end return a", true), ("goto x ::x::", true),
    ("for i = 1, 2 do break end for k, v in pairs(t) do end", true),
    ("a.b[c]:d{ 1, x = 2; [3] = 4 }", true),
    ("if a then elseif b then else end while a do end repeat local z until z", true),
    ("function a.b.c:d(...) return ... end local function f() end", true),
    ("a, b.c, d[1] = 1, 2, (f)()", true), ("f'x' f[[y]] f{}", true),
    ("return -not #~a ^ 2 .. 'x'", true),
    ("a", false), ("a.b", false), ("f() = 1", false), ("local 1", false), ("end", false),
    ("for i, j = 1, 2 do end", false), ("function f(a b) end", false), ("return 1 2", false),
    ("if a the b() end", false), (String(repeating: "(", count: 5_000), false),
    ("x = " + String(repeating: "{", count: 5_000), false),
  ]

  @Test("the grammar is Lua's", arguments: programs)
  func outline(program: String, isLua: Bool) {
    #expect((LuaOutline(Array(program.utf8)) != nil) == isLua)
  }

  @Test("unknown names are found once, with the line and what was meant")
  func unknownNames() {
    let script = """
      strategy { name = "x", symbols = { "A" } }
      local helper = function() return later end
      function on_tick(tick)
        if positon("A").qty == 0 then by("A", 1) end
        local x = positon
        log.info("%s", helper(), state.y, params.z, math.floor(1))
      end
      later = 5
      """
    #expect(
      UnknownNames.find(in: Array(script.utf8)) == [
        .init(name: "positon", line: 4, nearest: "position"),
        .init(name: "by", line: 4, nearest: "buy"),
      ])
  }
}
