strategy { name = "snd_shadowed", symbols = { "SIM:X" } }
local S = "SIM:X"
local position = function(s) return { qty = s == S and 0 or 1 } end
local function quote(n) return n * 2 end
function on_tick(tick)
  local ltp, bid = "text", tick.bid
  if quote(tick.seq) == 12 and position(tick.symbol).qty == 0 and ltp == "text" then buy(S, 4, { tag = ltp }) end
end
