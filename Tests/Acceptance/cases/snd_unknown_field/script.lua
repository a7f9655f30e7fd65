strategy { name = "snd_unknown_field", symbols = { "SIM:X" } }
local S = "SIM:X"
function on_tick(tick)
  if tick.seq == 4 and tick.lpt > 1 then buy(tick.symbol, 1) end
end
