strategy { name = "odd", symbols = { "SIM:X" } }
rule("r", function(pos, tick)
  return pos.avgprice
end)
function on_tick(t) end
