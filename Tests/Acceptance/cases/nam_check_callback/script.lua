strategy { name = "odd", symbols = { "SIM:X" } }
function on_tik(t) end
function on_tick(t) end
