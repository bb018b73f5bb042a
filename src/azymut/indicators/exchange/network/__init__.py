"""Sources that are asked over the network: what is fetched from them, how they are asked, how each of them speaks."""
